using System.Collections.Immutable;
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

    private readonly Lock _recording = new();
    private readonly EventLog _events;
    private readonly TimeProvider _time;
    private ImmutableSortedDictionary<int, JointAction> _current;
    private ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> _cards;

    /// <summary>Makes its tables where there are none, and reads what is open.</summary>
    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public ActionLog(EventLog events, TimeProvider time)
    {
        (_events, _time) = (events, time);
        events.File.Write(ActionTable.Create);
        var from = time.GetUtcNow() - ClosedShown;
        _current = events.File.Read(database => ActionTable.Newest(database, from)).ToImmutableSortedDictionary(action => action.Number, action => action);
        _cards = events.File.Read(ActionTable.CardsGiven);
    }

    /// <summary>Told after each change of an action, on the recording thread: do little.</summary>
    public event Action<JointAction>? Changed;

    /// <summary>Every action that is open, or was closed within <see cref="ClosedShown"/>, by number. From memory: screens ask often.</summary>
    public ImmutableArray<JointAction> Current => [.. Volatile.Read(ref _current).Values];

    /// <summary>When each action card was last given for a place. From memory.</summary>
    public ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> CardsGiven => Volatile.Read(ref _cards);

    /// <summary>Keeps a new action. It is made with the number that it is given.</summary>
    public Task<JointAction> GiveAsync(Func<int, ActionChange> make, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ActionChange change;
            lock (_recording)
            {
                change = make(_events.File.Read(ActionTable.LastNumber) + 1); // From the file: another process may have given one.
                Keep(change);
                if (change.State is { Card: { } card } given) _cards = _cards.SetItem((given.About ?? given.Owner, card), given.GivenAt);
            }

            Tell(change);
            return change.State;
        },
        cancellationToken);

    /// <summary>Changes an action as it stands now, alone: of two people at once the second sees what the first did.</summary>
    /// <param name="change">From the action to its next version, or to why there is none.</param>
    public async Task<ActionKept> ChangeAsync(
        int number, Func<JointAction, (ActionChange? Change, string? Refusal)> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, cancellationToken) is not { } found) return new ActionKept(null, $"There is no action {number}.");
        return await Task.Run(
            () =>
            {
                ActionChange? done;
                lock (_recording)
                {
                    var before = _current.GetValueOrDefault(number, found); // One that was closed long ago does not change by itself.
                    (done, var refusal) = change(before);
                    if (done is null) return new ActionKept(before, refusal);
                    Keep(done);
                }

                Tell(done);
                return new ActionKept(done.State, null);
            },
            cancellationToken);
    }

    /// <summary>One action as it stands; null for none.</summary>
    public async Task<JointAction?> FindAsync(int number, CancellationToken cancellationToken) =>
        Volatile.Read(ref _current).GetValueOrDefault(number)
            ?? await Task.Run(() => _events.File.Read(database => ActionTable.Find(database, number)), cancellationToken);

    /// <summary>
    /// The actions as they stood at a past moment, by number: those open then, and those closed within <see cref="ClosedShown"/> before it.
    /// </summary>
    public Task<ImmutableArray<JointAction>> AsAtAsync(DateTimeOffset moment, CancellationToken cancellationToken) => Task.Run(
        () => _events.File.Read(database => ActionTable.AsAt(database, moment, moment - ClosedShown)), cancellationToken);

    private void Keep(ActionChange change)
    {
        var at = change.State.Lines[^1].At;
        _events.File.Write(
            database =>
            {
                ActionTable.Keep(database, change.State, at);
                foreach (var message in change.Messages) OutboxTable.Keep(database, message);
                if (change.Journal is { } line) JournalTable.Keep(database, line);
            },
            () => Remember(change));
    }

    private void Remember(ActionChange change)
    {
        var from = _time.GetUtcNow() - ClosedShown;
        var kept = _current.SetItem(change.State.Number, change.State);
        _current = kept.RemoveRange(kept.Values.Where(action => !action.IsOpen && action.Since < from).Select(action => action.Number));
    }

    private void Tell(ActionChange change)
    {
        Changed?.Invoke(change.State);
        _events.Announce(change.Messages);
    }
}
