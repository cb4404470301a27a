using System.Collections.Immutable;
using System.Data.Common;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Events;

/// <summary>What other nodes changed: it is read again, and told on here as if it had been done here.</summary>
public sealed partial class EventLog
{
    private const int MostGiven = 10_000;

    private ImmutableHashSet<string> _given = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whoever keeps in memory what a message hangs on reads it again: the message may be here before the news of it.</summary>
    internal event Action? CatchingUp;

    // Whoever sends asks whether an alert or an action still waits: what sent a message is in memory before it is given out, whichever node kept it.
    private Task CatchUpAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken) => messages.IsEmpty ? Task.CompletedTask : Task.Run(
        () =>
        {
            if (!File.IsShared)
            {
                File.WaitForWriting();
                return;
            }

            var given = Volatile.Read(ref _given);
            if (messages.All(message => given.Contains(message.Id))) return;
            File.Renew(ReadHeld, Hold);
            CatchingUp?.Invoke();
            if (given.Count > MostGiven) given = given.Clear();
            Volatile.Write(ref _given, given.Union(messages.Select(message => message.Id)));
        },
        cancellationToken);

    private static ImmutableDictionary<(string Rule, PlaceCode Place), AlertState> ByRule(IEnumerable<AlertState> alerts) =>
        alerts.ToImmutableDictionary(state => (state.Rule, state.Place));

    private void Hear(string? told)
    {
        if (told is null)
        {
            HearAnything();
            return;
        }

        if (EventNews.Of(told) is not { } news) return;
        if (PlaceCode.TryParse(news.Whose, out var place) && Read(news.What, place)) Changed?.Invoke(place);
        if (news.HasMessages) Added?.Invoke();
    }

    // Whether it is one of this log's at all.
    private bool Read(string what, PlaceCode place)
    {
        switch (what)
        {
            case EventNews.Alert:
                File.Renew(
                    database => AlertTable.Open(database, place).ToList(),
                    alerts => _alerts = _alerts.RemoveRange(_alerts.Keys.Where(key => key.Place == place)).AddRange(ByRule(alerts)));
                return true;
            case EventNews.Declared:
                File.Renew(database => LevelTable.LastDeclared(database, place), declared => _declared = _declared.SetItems(declared));
                return true;
            case EventNews.Planned:
                File.Renew(database => LevelTable.Planned(database, Now), planned => _planned = [.. planned]);
                return true;
            default:
                return what is EventNews.Level; // None is held.
        }
    }

    private void HearAnything()
    {
        File.Renew(ReadHeld, Hold);
        foreach (var place in File.Read(LevelTable.Places).Union(_alerts.Keys.Select(key => key.Place)).Union(_declared.Keys).Union(_planned.Select(planned => planned.Place)))
        {
            Changed?.Invoke(place);
        }

        Added?.Invoke();
    }

    private Held ReadHeld(DbConnection database) =>
        new(ByRule(AlertTable.Open(database)), LevelTable.LastDeclared(database), [.. LevelTable.Planned(database, Now)]);

    private void Hold(Held held) => (_alerts, _declared, _planned) = (held.Alerts, held.Declared, held.Planned);

    private sealed record Held(
        ImmutableDictionary<(string Rule, PlaceCode Place), AlertState> Alerts, ImmutableDictionary<PlaceCode, DeclaredLevel> Declared,
        ImmutableList<PlannedEvent> Planned);
}
