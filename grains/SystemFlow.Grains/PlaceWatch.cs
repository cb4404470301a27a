using Orleans.Runtime;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Grains;

/// <summary>
/// Follows what becomes of one place: its alerts, and its calculated level as it changes. Nobody waits for it, screens least
/// of all. What cannot be recorded has not happened: it is read back from the record, and tried again at the next look.
/// </summary>
/// <param name="due">Set to when the place must next be looked at although nothing is heard.</param>
internal sealed class PlaceWatch(PlaceGrainParts parts, Place place, IGrainTimer due)
{
    // Members report one by one after a start; a level of the first few of them would be a false one.
    private static readonly TimeSpan MembersTake = TimeSpan.FromSeconds(30);

    private const int MostUnseen = 20;

    private readonly long _began = parts.Time.GetTimestamp();
    private readonly bool _hasMembers = parts.Footprint.MembersOf(place.Code).Any();
    private readonly PlacePast _past = new(parts, place);
    private readonly ClockPace _pace = new(parts.Time);
    private readonly Queue<PlaceState> _unseen = new();
    private PlaceAlerts? _alerts;
    private LevelRecord? _level;
    private Task _turn = Task.CompletedTask;
    private bool _isLooking;
    private bool _hasFailed;

    /// <summary>
    /// Looks at a state. One look at a time; what changes meanwhile is looked at right after it, and of more than twenty
    /// changes the oldest are skipped.
    /// </summary>
    public async Task LookAsync(PlaceState state)
    {
        if (_hasMembers && parts.Time.GetElapsedTime(_began) < MembersTake) return;
        if (_unseen.Count == MostUnseen) _unseen.Dequeue();
        _unseen.Enqueue(state);
        if (_isLooking) return;
        _isLooking = true;
        while (_unseen.TryDequeue(out var next)) await InTurnAsync(() => LookOnceAsync(next));
        _isLooking = false;
    }

    /// <summary>Does what a person asks about an alert, after any look that is being taken.</summary>
    public Task<CommandOutcome> CommandAsync(AlertCommand command) => InTurnAsync(async () =>
    {
        try
        {
            var outcome = await (await OpenAsync()).ApplyAsync(command);
            SetDue();
            return outcome;
        }
        catch (EventLogException error)
        {
            var before = _alerts?.Find(command.Rule);
            Failed(error);
            return new CommandOutcome(before, "It could not be recorded; try again.");
        }
    });

    /// <summary>Complete when nothing is being recorded any longer, so that a successor finds all of it.</summary>
    public Task EndAsync()
    {
        _unseen.Clear();
        return _turn;
    }

    private async Task<bool> LookOnceAsync(PlaceState state)
    {
        try
        {
            var alerts = await OpenAsync();
            var rules = parts.Alerts.Book;
            await alerts.StepAsync(state, rules, await _past.WithAsync(state, rules.Alerts));
            await NoteLevelAsync(state);
            SetDue();
            if (_hasFailed) PlaceGrainParts.LogRecordedAgain(parts.Log, place.Code);
            _hasFailed = false;
        }
        catch (Exception error)
        {
            Failed(error);
        }

        return !_hasFailed;
    }

    private async Task<PlaceAlerts> OpenAsync()
    {
        if (_alerts is { } open) return open;
        var last = await parts.Alerts.Events.OpenAsync(place.Code, CancellationToken.None);
        _level = last.Level;
        return _alerts = new PlaceAlerts(parts.Alerts, place, parts.Time, last.Alerts);
    }

    private async Task NoteLevelAsync(PlaceState state)
    {
        if (state.Pressure.Level == _level?.Level) return;
        var rules = parts.Alerts.Book.Pressure;
        var level = new LevelRecord(
            place.Code, state.At, state.Pressure.Level, state.Pressure.Score, $"{rules.Name} {rules.Version}");
        await parts.Alerts.Events.RecordAsync(level, CancellationToken.None);
        _level = level;
    }

    private void SetDue()
    {
        var next = _alerts!.NextDueAt(parts.Alerts.Book.Alerts, parts.Time.GetUtcNow());
        due.Change(next is { } moment ? _pace.RealTimeUntil(moment) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Whether the record has it or not, the record says.
    private void Failed(Exception error)
    {
        _alerts = null;
        if (!_hasFailed) PlaceGrainParts.LogUnrecorded(parts.Log, place.Code, error);
        _hasFailed = true;
    }

    // Looks and commands take turns, in the order in which they came.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> act)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = _turn;
        _turn = ended.Task;
        try
        {
            await before;
            return await act();
        }
        finally
        {
            ended.SetResult();
        }
    }
}
