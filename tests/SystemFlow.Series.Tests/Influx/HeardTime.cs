using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>A clock that moves only when told, and says when somebody begins to wait for it.</summary>
internal sealed class HeardTime(DateTimeOffset start) : TimeProvider
{
    private readonly ManualTime _time = new(start);
    private readonly TaskCompletionSource _waitedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        if (dueTime < TimeSpan.FromSeconds(1)) _waitedFor.TrySetResult(); // The first wait for the server; limits are longer.
        return timer;
    }

    /// <summary>Completes when the first short wait has begun.</summary>
    public Task WaitedFor() => _waitedFor.Task;

    public void Advance(TimeSpan by) => _time.Advance(by);
}
