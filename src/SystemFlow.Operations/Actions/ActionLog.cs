using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Actions;

/// <summary>An action's next version, with what goes with it.</summary>
/// <param name="State">The action after the change.</param>
/// <param name="Messages">Who is to be told.</param>
/// <param name="Journal">The line for the journal; null where nothing was done that anybody would look for.</param>
public sealed record ActionChange(JointAction State, ImmutableArray<OutboxMessage> Messages, JournalEntry? Journal);

/// <summary>What became of a change.</summary>
/// <param name="Action">The action as it stands; null for no such action.</param>
/// <param name="Refusal">Why nothing was changed, for the person; null when it was.</param>
public sealed record ActionKept(JointAction? Action, string? Refusal);

/// <summary>
/// Every action and every version of it, in events.db. A change, the messages that it sends and its line in the journal are one
/// transaction: what was acknowledged is there after a kill, and nothing is sent for what is not.
/// </summary>
public sealed class ActionLog
{
    /// <summary>How long an action that is closed stays in <see cref="Current"/>. On disk it stays for good.</summary>
    public static readonly TimeSpan ClosedShown = TimeSpan.FromDays(14);

    private readonly EventLog _events;
    private readonly TimeProvider _time;
    private ImmutableSortedDictionary<int, JointAction> _current = ImmutableSortedDictionary<int, JointAction>.Empty;
    private ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> _cards = ImmutableDictionary<(PlaceCode, string), DateTimeOffset>.Empty;

    /// <summary>Makes its tables where there are none, and reads what is open.</summary>
    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public ActionLog(EventLog events, TimeProvider time)
    {
        (_events, _time) = (events, time);
        events.File.Upgrade(ActionTable.Tables);
        events.File.Heard += Hear; // Before it is read: what is told meanwhile is read again.
        events.CatchingUp += RenewNewest;
        Renew();
    }

    /// <summary>Told after each change of an action, by whichever node, on the recording or hearing thread: do little.</summary>
    public event Action<JointAction>? Changed;

    /// <summary>Every action that is open, or was closed within <see cref="ClosedShown"/>, by number. From memory: screens ask often.</summary>
    public ImmutableArray<JointAction> Current => [.. Volatile.Read(ref _current).Values];

    /// <summary>When each action card was last given for a place. From memory.</summary>
    public ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> CardsGiven => Volatile.Read(ref _cards);

    /// <summary>Keeps a new action. It is made with the number that it is given, while nobody on any node gives another: do little.</summary>
    public Task<JointAction> GiveAsync(Func<int, ActionChange> make, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ActionChange given = null!;
            _events.File.Write(
                database => Keep(database, given = make(ActionTable.LastNumber(database) + 1)),
                () => Remember(given.State));
            Tell(given);
            return given.State;
        },
        cancellationToken);

    /// <summary>Changes an action as it stands now, alone: of two people at once, on whichever nodes, the second sees what the first did.</summary>
    /// <param name="change">From the action to its next version, or to why there is none: do little.</param>
    public Task<ActionKept> ChangeAsync(
        int number, Func<JointAction, (ActionChange? Change, string? Refusal)> change, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ActionKept kept = new(null, $"There is no action {number}.");
            ActionChange? done = null;
            _events.File.Write(
                database =>
                {
                    if (ActionTable.Find(database, number) is not { } before) return null;
                    (done, var refusal) = change(before);
                    kept = new ActionKept(done?.State ?? before, done is null ? refusal : null);
                    return done is null ? null : Keep(database, done);
                },
                () =>
                {
                    if (done is not null) Remember(done.State);
                });
            if (done is not null) Tell(done);
            return kept;
        },
        cancellationToken);

    /// <summary>Reads again what is held. Whoever decides upon it together with other nodes asks for that first.</summary>
    /// <exception cref="EventLogException">It cannot be read.</exception>
    internal void Renew() => _events.File.Renew(
        database => (Newest: ActionTable.Newest(database, ShownFrom()), Cards: ActionTable.CardsGiven(database, _events.File.Dialect)),
        read => (_current, _cards) = (read.Newest.ToImmutableSortedDictionary(action => action.Number, action => action), read.Cards));

    /// <summary>One action as it stands; null for none.</summary>
    public async Task<JointAction?> FindAsync(int number, CancellationToken cancellationToken) =>
        Volatile.Read(ref _current).GetValueOrDefault(number)
            ?? await Task.Run(() => _events.File.Read(database => ActionTable.Find(database, number)), cancellationToken);

    /// <summary>
    /// The actions as they stood at a past moment, by number: those open then, and those closed within <see cref="ClosedShown"/> before it.
    /// </summary>
    public Task<ImmutableArray<JointAction>> AsAtAsync(DateTimeOffset moment, CancellationToken cancellationToken) => Task.Run(
        () => _events.File.Read(database => ActionTable.AsAt(database, moment, moment - ClosedShown)), cancellationToken);

    private void RenewNewest() => _events.File.Renew(
        database => ActionTable.Newest(database, ShownFrom()),
        newest => _current = newest.ToImmutableSortedDictionary(action => action.Number, action => action));

    private static EventNews? Keep(DbConnection database, ActionChange change)
    {
        ActionTable.Keep(database, change.State, change.State.Lines[^1].At);
        OutboxTable.Keep(database, change.Messages);
        if (change.Journal is { } line) JournalTable.Keep(database, line);
        return new EventNews(EventNews.Action, change.State.Number.ToString(CultureInfo.InvariantCulture), !change.Messages.IsEmpty);
    }

    private DateTimeOffset ShownFrom() => _time.GetUtcNow() - ClosedShown;

    private void Remember(JointAction action)
    {
        var from = ShownFrom();
        var kept = _current.SetItem(action.Number, action);
        _current = kept.RemoveRange(kept.Values.Where(one => !one.IsOpen && one.Since < from).Select(one => one.Number));
        if (action.Card is not { } card) return;
        var key = (action.About ?? action.Owner, card);
        if (action.GivenAt > _cards.GetValueOrDefault(key)) _cards = _cards.SetItem(key, action.GivenAt);
    }

    private void Tell(ActionChange change)
    {
        Changed?.Invoke(change.State);
        _events.Announce(change.Messages);
    }

    private void Hear(string? told)
    {
        if (told is null)
        {
            HearAnything();
            return;
        }

        if (EventNews.Of(told) is not { What: EventNews.Action } news || !int.TryParse(news.Whose, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        JointAction? action = null;
        _events.File.Renew(
            database => ActionTable.Find(database, number),
            found =>
            {
                action = found;
                if (found is not null) Remember(found);
            });
        if (action is not null) Changed?.Invoke(action);
    }

    private void HearAnything()
    {
        var before = Volatile.Read(ref _current);
        Renew();
        foreach (var action in Current.Where(action => before.GetValueOrDefault(action.Number)?.Lines.Length != action.Lines.Length)) Changed?.Invoke(action);
    }
}
