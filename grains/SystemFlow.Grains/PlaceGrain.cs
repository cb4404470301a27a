using System.Collections.Immutable;
using Orleans.Runtime;
using Orleans.Utilities;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Grains;

/// <summary>
/// What every place grain does: start from the record, fold readings in, work out the state, tell watchers and the
/// parent. The kinds differ in their rules, which are in Domain, and so this is one class with four names.
/// </summary>
internal abstract class PlaceGrain(PlaceGrainParts parts) : Grain, IPlaceGrain
{
    private readonly ObserverManager<IPlaceWatcher> _watchers = new(PlaceGrainParts.WatchLasts, parts.Log);
    private readonly Dictionary<PlaceCode, PlaceState> _members = [];
    private ImmutableDictionary<MetricKey, Reading> _own = OwnReadings.None;
    private Place _place = parts.Footprint.Root;
    private PlaceState _state = PlaceState.Unknown(parts.Footprint.Root.Code);
    private PlaceWatch? _watch;
    private IGrainTimer? _telling;
    private long _told;
    private long _toldVersion = -1;
    private TimeSpan _pace = TimeSpan.MaxValue; // Of the telling that is due; none when at its most.
    private int _looks; // Since the last telling.
    private bool _isDirty;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _place = parts.Footprint.Find(PlaceCode.Parse(this.GetPrimaryKeyString()));
        _state = PlaceState.Unknown(_place.Code);
        var due = this.RegisterGrainTimer(_ => LookAgain(), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = new PlaceWatch(parts, _place, due);
        await RereadAsync(cancellationToken);
        // What was read at once leaves Orleans within the lock under which it begins a grain. Two grains that begin and call each other from
        // within it would wait for each other for ever.
        await Task.Yield();
        _telling = this.RegisterGrainTimer(_ => Tell(), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        this.RegisterGrainTimer(_ => AgeAsync(), PlaceGrainParts.AgeEvery, PlaceGrainParts.AgeEvery);
        foreach (var member in parts.Footprint.MembersOf(_place.Code))
        {
            Send(GrainFactory.GetPlace(member).ReportAsync());
        }

        await Tell();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _watchers.Notify(watcher => watcher.Ended());
        return _watch?.EndAsync().WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }

    public Task<PlaceState> GetAsync() => Task.FromResult(Evaluate());

    public Task AcceptAsync(ImmutableArray<Reading> batch)
    {
        var own = batch.Aggregate(_own, (newest, reading) => newest.With(reading));
        if (ReferenceEquals(own, _own)) return Task.CompletedTask;
        _own = own;
        return ChangedAsync(PlaceGrainParts.ScreenPace);
    }

    public async Task RereadAsync()
    {
        await RereadAsync(CancellationToken.None);
        await ChangedAsync(PlaceGrainParts.ScreenPace);
    }

    public async Task<PlaceState> WatchAsync(IPlaceWatcher watcher, long seen)
    {
        _watchers.Subscribe(watcher, watcher);
        var state = Evaluate();
        if (state.Version >= seen) return state;
        _state = state with { Version = seen + 1 };
        await Tell(); // Its parent, too, may have heard of a later one.
        return _state;
    }

    public Task MemberChangedAsync(PlaceState member)
    {
        if (_members.TryGetValue(member.Place, out var seen) && seen.Version >= member.Version) return Task.CompletedTask;
        _members[member.Place] = member;
        return ChangedAsync(PlaceGrainParts.RollUpPace);
    }

    public Task ReportAsync()
    {
        Report(Evaluate());
        return Task.CompletedTask;
    }

    public Task<CommandOutcome> CommandAsync(AlertCommand command) => _watch!.CommandAsync(command);

    private async Task RereadAsync(CancellationToken cancellationToken)
    {
        await foreach (var reading in parts.Store.LatestAsync(_place.Code, cancellationToken)) _own = _own.With(reading);
        _isDirty = true;
    }

    // The first change goes out at once; what follows within the pace goes out together at its end. A place's own
    // reading does not wait for the slower pace of its members.
    private Task ChangedAsync(TimeSpan pace)
    {
        _isDirty = true;
        var elapsed = parts.Time.GetElapsedTime(_told);
        if (elapsed >= pace) return Tell();
        if (pace < _pace) _telling?.Change(pace - elapsed, Timeout.InfiniteTimeSpan);
        _pace = pace < _pace ? pace : _pace;
        // A screen can wait for its pace; whoever must be told cannot.
        if (pace == PlaceGrainParts.ScreenPace && _looks++ < PlaceGrainParts.MostLooks) Look();
        return Task.CompletedTask;
    }

    private void Look() => Send(_watch!.LookAsync(Evaluate()));

    private Task LookAgain()
    {
        _isDirty = true;
        Look();
        return Task.CompletedTask;
    }

    private Task AgeAsync()
    {
        _isDirty = true;
        if (Evaluate().Version != _toldVersion) return Tell();
        Look();
        Report(_state); // In case the last telling was lost on the way.
        return Task.CompletedTask;
    }

    private Task Tell()
    {
        var state = Evaluate();
        _told = parts.Time.GetTimestamp();
        _pace = TimeSpan.MaxValue;
        _looks = 0;
        if (state.Version == _toldVersion) return Task.CompletedTask;
        _toldVersion = state.Version;
        _watchers.Notify(watcher => watcher.Changed(state));
        Report(state);
        Look();
        return Task.CompletedTask;
    }

    private PlaceState Evaluate()
    {
        if (!_isDirty) return _state;
        var now = parts.Time.GetUtcNow();
        var next = parts.Rules.StateOf(_place, _own, _members.Values, now);
        _isDirty = false;
        if (next.HasFiguresOf(_state)) return _state;

        // Grows over restarts too, as long as the clock does, and over a node's loss by what watchers saw.
        _state = next with { Version = Math.Max(_state.Version + 1, now.ToUnixTimeMilliseconds()) };
        return _state;
    }

    private void Report(PlaceState state)
    {
        if (_place.Parent is { } parent)
        {
            Send(GrainFactory.GetPlace(parts.Footprint.Find(parent)).MemberChangedAsync(state));
        }
    }

    // Nobody waits for a message up or down the tree, so no two grains can wait for each other. One that is lost is
    // made good when the state is next told.
    private void Send(Task message) => message.ContinueWith(
        failed => PlaceGrainParts.LogLost(parts.Log, _place.Code, failed.Exception!),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
