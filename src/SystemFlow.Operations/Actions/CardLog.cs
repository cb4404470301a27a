using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Actions;

/// <summary>
/// Since when each place has been at each level, and which action cards people declined, in events.db. A card that was given is an
/// action, and <see cref="ActionLog"/> knows it.
/// </summary>
public sealed class CardLog
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS escalations (place TEXT PRIMARY KEY, state TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS cards_declined (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, card TEXT NOT NULL, at INTEGER NOT NULL, declined TEXT NOT NULL);
        """;

    private readonly Lock _recording = new();
    private readonly EventLog _events;
    private ImmutableDictionary<PlaceCode, Escalation> _escalations;
    private ImmutableDictionary<(PlaceCode Place, string Card), CardDeclined> _declined;

    /// <summary>Makes its tables where there are none, and reads what holds.</summary>
    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public CardLog(EventLog events)
    {
        _events = events;
        events.File.Write(database => database.Execute(Tables));
        _escalations = events.File.Read(database => database.Query<string>("SELECT state FROM escalations").Select(Json.Of<Escalation>)
            .ToImmutableDictionary(state => state.Place));
        _declined = events.File.Read(database => database.Query<string>("SELECT declined FROM cards_declined ORDER BY id").Select(Json.Of<CardDeclined>)
            .GroupBy(declined => (declined.Place, declined.Card)).ToImmutableDictionary(same => same.Key, same => same.Last()));
    }

    /// <summary>Told after each change, on the recording thread: do little.</summary>
    public event Action? Changed;

    /// <summary>Each place's escalation that was ever looked at. From memory.</summary>
    public ImmutableDictionary<PlaceCode, Escalation> Escalations => Volatile.Read(ref _escalations);

    /// <summary>Each card's last refusal at a place. From memory.</summary>
    public ImmutableDictionary<(PlaceCode Place, string Card), CardDeclined> Declined => Volatile.Read(ref _declined);

    /// <summary>Keeps a place's escalation.</summary>
    public Task KeepAsync(Escalation escalation, CancellationToken cancellationToken) => KeepAsync(
        database => database.Execute(
            "INSERT INTO escalations (place, state) VALUES (@place, @json) ON CONFLICT (place) DO UPDATE SET state = @json",
            new { place = escalation.Place.ToString(), json = JsonSerializer.Serialize(escalation) }),
        () => _escalations = _escalations.SetItem(escalation.Place, escalation), cancellationToken);

    /// <summary>Keeps that a card was declined, with its line of the journal.</summary>
    public Task DeclineAsync(CardDeclined declined, JournalEntry journal, CancellationToken cancellationToken) => KeepAsync(
        database =>
        {
            database.Execute(
                "INSERT INTO cards_declined (place, card, at, declined) VALUES (@place, @Card, @at, @json)",
                new { place = declined.Place.ToString(), declined.Card, at = declined.At.UtcTicks, json = JsonSerializer.Serialize(declined) });
            JournalTable.Keep(database, journal);
        },
        () => _declined = _declined.SetItem((declined.Place, declined.Card), declined), cancellationToken);

    private Task KeepAsync(Action<Microsoft.Data.Sqlite.SqliteConnection> write, Action remember, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_recording)
            {
                _events.File.Write(write);
                remember();
            }

            Changed?.Invoke();
        },
        cancellationToken);
}
