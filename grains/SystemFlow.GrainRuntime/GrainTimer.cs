using Orleans.Runtime;

namespace SystemFlow.GrainRuntime;

/// <summary>A grain's timer, which is also the message that its ticks are: there is never more than one.</summary>
internal sealed class GrainTimer : Message, IGrainTimer
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly ITimer _alarm;
    private readonly bool _interleaves;
    private readonly bool _keepsAlive;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;
    private bool _isDisposed;

    public GrainTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _interleaves = options.Interleave;
        _keepsAlive = options.KeepAlive;
        _alarm = activation.Engine.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override string Name => "a timer";

    public override bool IsAlwaysInterleave => _interleaves;

    public override bool KeepsAlive => _keepsAlive;

    public override bool Expires => false;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            (_dueTime, _period, _isChanged) = (dueTime, period, true);
            if (!_isTicking) Arm(dueTime);
        }
    }

    public override Task Start(object target)
    {
        lock (_gate)
        {
            if (_isDisposed) return Task.CompletedTask;
            _isChanged = false;
        }

        try
        {
            return _callback(_stopped.Token);
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    public override void End(Task outcome)
    {
        if (outcome.Exception is { } errors)
            _activation.Engine.CountTimerError(_activation.Address, errors.InnerException!);
        lock (_gate)
        {
            _isTicking = false;
            Arm(_isChanged ? _dueTime : _period);
        }
    }

    public override void Execute()
    {
        // Nobody waits for a tick.
    }

    public override void Fail(Exception error)
    {
        // Nobody waits for a tick.
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _alarm.Dispose();
        }

        _activation.Remove(this);
        try
        {
            _stopped.Cancel();
        }
        catch (AggregateException error)
        {
            // What a callback has registered with its token must not keep the grain from its end.
            _activation.Engine.CountTimerError(_activation.Address, error);
        }
    }

    private void Arm(TimeSpan dueTime)
    {
        if (!_isDisposed) _alarm.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    // A ring that a change has overtaken finds a tick on its way, and comes to nothing.
    private void Ring()
    {
        lock (_gate)
        {
            if (_isTicking || _isDisposed) return;
            _isTicking = true;
            SentAt = _activation.Engine.Time.GetTimestamp();
        }

        _activation.Receive(this);
    }
}
