namespace SystemFlow.Feeds.Replay;

/// <summary>
/// A clock in the past: it starts an hour before the first moment, runs at a multiple of real time to the last, and at
/// real speed from then on. It never passes a moment whose readings have not been delivered, so a slow consumer slows
/// the past, and nothing arrives from the clock's future. Timers and time stamps stay real.
/// </summary>
public sealed class ReplayClock : TimeProvider
{
    /// <summary>The slowest and the fastest that the past may run, as multiples of real time.</summary>
    public const double SlowestSpeed = 0.01, FastestSpeed = 100_000;

    private static readonly TimeSpan Lead = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _real;
    private DateTimeOffset _from;
    private long _since;
    private double _speed;
    private DateTimeOffset _stopAt;

    /// <summary>Starts the past of a file that can be replayed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The speed is outside its bounds.</exception>
    public ReplayClock(ReplayFile file, double speed, TimeProvider real)
    {
        if (speed is not (>= SlowestSpeed and <= FastestSpeed))
        {
            throw new ArgumentOutOfRangeException(
                nameof(speed), speed, $"--speed must be {SlowestSpeed} to {FastestSpeed} times real time.");
        }

        _real = real;
        _speed = speed;
        _stopAt = file.Moments[0].At;
        _from = _stopAt - Lead;
        _since = real.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return Now_NeedsGate();
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => _real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>How much real time passes before a moment comes, at the speed of now; zero when it has.</summary>
    public TimeSpan RealTimeUntil(DateTimeOffset moment)
    {
        lock (_gate)
        {
            var left = moment - Now_NeedsGate();
            return left > TimeSpan.Zero ? left / _speed : TimeSpan.Zero;
        }
    }

    /// <summary>Lets the clock run on from where it stands to the next moment.</summary>
    internal void RunTo(DateTimeOffset moment)
    {
        lock (_gate) Run_NeedsGate(moment, _speed);
    }

    /// <summary>Lets the clock run on without end, at real speed.</summary>
    internal void RunFree()
    {
        lock (_gate) Run_NeedsGate(DateTimeOffset.MaxValue, 1);
    }

    private void Run_NeedsGate(DateTimeOffset stopAt, double speed)
    {
        _from = Now_NeedsGate();
        _since = _real.GetTimestamp();
        _stopAt = stopAt;
        _speed = speed;
    }

    private DateTimeOffset Now_NeedsGate()
    {
        var passed = _real.GetElapsedTime(_since) * _speed;
        return passed < _stopAt - _from ? _from + passed : _stopAt;
    }
}
