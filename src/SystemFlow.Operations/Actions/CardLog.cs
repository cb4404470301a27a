using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Actions;

/// <summary>
/// Since when each place has been at each level, and which action cards people declined, in events.db. A card that was given is an
/// action, and <see cref="ActionLog"/> knows it.
/// </summary>
public sealed class CardLog : IDisposable
{
    internal static readonly Schema Tables = new("cards", [First]);

    private readonly EventFile _file;
    private readonly SemaphoreSlim _answering = new(1);
    private ImmutableDictionary<PlaceCode, Escalation> _escalations = ImmutableDictionary<PlaceCode, Escalation>.Empty;
    private ImmutableDictionary<(PlaceCode Place, string Card), CardDeclined> _declined = ImmutableDictionary<(PlaceCode, string), CardDeclined>.Empty;

    /// <summary>Makes its tables where there are none, and reads what holds.</summary>
    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public CardLog(EventLog events)
    {
        _file = events.File;
        _file.Upgrade(Tables);
        _file.Heard += Hear; // Before it is read: what is told meanwhile is read again.
        Renew();
    }

    /// <summary>Told after each change, by whichever node, on the recording or hearing thread: do little.</summary>
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
        () => _escalations = _escalations.SetItem(escalation.Place, escalation),
        new EventNews(EventNews.Escalation, $"{escalation.Place}"), cancellationToken);

    /// <summary>Keeps that a card was declined, with its line of the journal.</summary>
    public Task DeclineAsync(CardDeclined declined, JournalEntry journal, CancellationToken cancellationToken) => KeepAsync(
        database =>
        {
            database.Execute(
                "INSERT INTO cards_declined (place, card, at, declined) VALUES (@place, @Card, @at, @json)",
                new { place = declined.Place.ToString(), declined.Card, at = declined.At.UtcTicks, json = JsonSerializer.Serialize(declined) });
            JournalTable.Keep(database, journal);
        },
        () => _declined = _declined.SetItem((declined.Place, declined.Card), declined),
        new EventNews(EventNews.CardDeclined, $"{declined.Place}"), cancellationToken);

    /// <summary>
    /// Answers a card while nobody else does, on whichever node: of two who answer the same card the second sees what the first did, because
    /// everything that says whether it is offered is read again before.
    /// </summary>
    /// <param name="actions">Where a card that was given is an action.</param>
    /// <exception cref="EventLogException">It cannot be read.</exception>
    public async Task<T> AnswerAsync<T>(ActionLog actions, Func<Task<T>> answer, CancellationToken cancellationToken)
    {
        await _answering.WaitAsync(cancellationToken);
        try
        {
            return await _file.WhileNobodyElseAsync("cards", async () =>
            {
                if (!_file.IsShared) return await answer(); // What is held is what is kept.
                await Task.Run(Renew, cancellationToken);
                await Task.Run(actions.Renew, cancellationToken);
                return await answer();
            });
        }
        finally
        {
            _answering.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _answering.Dispose();

    private static string First(Dialect sql) => $"""
        CREATE TABLE IF NOT EXISTS escalations (place TEXT PRIMARY KEY, state TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS cards_declined (
            id {sql.Identity}, place TEXT NOT NULL, card TEXT NOT NULL, at BIGINT NOT NULL, declined TEXT NOT NULL);
        """;

    private static ImmutableDictionary<PlaceCode, Escalation> ReadEscalations(DbConnection database, PlaceCode? place) => database.Query<string>(
            "SELECT state FROM escalations WHERE @place IS NULL OR place = @place", new { place = place?.ToString() })
        .Select(Json.Of<Escalation>).ToImmutableDictionary(state => state.Place);

    private static ImmutableDictionary<(PlaceCode Place, string Card), CardDeclined> ReadDeclined(DbConnection database, PlaceCode? place) => database.Query<string>(
            "SELECT declined FROM cards_declined WHERE @place IS NULL OR place = @place ORDER BY id", new { place = place?.ToString() })
        .Select(Json.Of<CardDeclined>).GroupBy(declined => (declined.Place, declined.Card)).ToImmutableDictionary(same => same.Key, same => same.Last());

    private void Renew() => _file.Renew(
        database => (Escalations: ReadEscalations(database, null), Declined: ReadDeclined(database, null)),
        read => (_escalations, _declined) = read);

    private void Hear(string? told)
    {
        if (told is null)
        {
            Renew();
            Changed?.Invoke();
        }
        else if (EventNews.Of(told) is { What: EventNews.Escalation or EventNews.CardDeclined } news && PlaceCode.TryParse(news.Whose, out var place))
        {
            if (news.What is EventNews.Escalation) _file.Renew(database => ReadEscalations(database, place), read => _escalations = _escalations.SetItems(read));
            else _file.Renew(database => ReadDeclined(database, place), read => _declined = _declined.SetItems(read));
            Changed?.Invoke();
        }
    }

    private async Task KeepAsync(Action<DbConnection> write, Action remember, EventNews news, CancellationToken cancellationToken)
    {
        await Task.Run(() => _file.Write(write, remember, news), cancellationToken);
        Changed?.Invoke();
    }
}
