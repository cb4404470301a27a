namespace SystemFlow.Grains;

/// <summary>How long a timer must run until a moment of the clock: a replay's clock runs faster than its timers.</summary>
internal sealed class ClockPace(TimeProvider time)
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    private DateTimeOffset _moment = time.GetUtcNow();
    private long _stamp = time.GetTimestamp();
    private double _pace = 1;

    /// <summary>By the pace since it was last measured; at least 10 milliseconds. A guess: look at the clock again then.</summary>
    public TimeSpan RealTimeUntil(DateTimeOffset moment)
    {
        var now = time.GetUtcNow();
        var passed = time.GetElapsedTime(_stamp);
        if (passed >= Measured)
        {
            _pace = Math.Max(1, (now - _moment) / passed);
            (_moment, _stamp) = (now, time.GetTimestamp());
        }

        var left = (moment - now) / _pace;
        return left > TimeSpan.FromMilliseconds(10) ? left : TimeSpan.FromMilliseconds(10);
    }
}
