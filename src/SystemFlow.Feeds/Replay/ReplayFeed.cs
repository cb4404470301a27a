using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Replay;

/// <summary>How far a replay has come; for the screen.</summary>
/// <param name="Moment">The newest moment delivered; null before the first. UTC.</param>
/// <param name="First">The file's first moment. UTC.</param>
/// <param name="Last">The file's last moment. UTC.</param>
/// <param name="Readings">Readings delivered.</param>
/// <param name="Of">Readings in the file.</param>
public sealed record ReplayProgress(DateTimeOffset? Moment, DateTimeOffset First, DateTimeOffset Last, int Readings, int Of)
{
    /// <summary>Whether all of it has been delivered.</summary>
    public bool IsOver => Readings == Of;

    /// <summary>The share of the readings delivered: 0 to 100, rounded down.</summary>
    public int Percent => (int)(100L * Readings / Of);
}

/// <summary>Delivers the past, each moment when the clock comes to it.</summary>
public sealed class ReplayFeed(ReplayFile file, ReplayClock clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // A timer has a longest time of its own.

    private volatile ReplayProgress _progress =
        new(null, file.Moments[0].At, file.Moments[^1].At, 0, file.Readings);

    /// <summary>How far it has come.</summary>
    public ReplayProgress Progress => _progress;

    /// <summary>Told after each moment, when the clock runs on.</summary>
    public Action<ReplayProgress> Progressed { get; init; } = _ => { };

    /// <summary>
    /// Runs to the last moment. Each batch is awaited, and the clock waits with it; a failed delivery ends the replay.
    /// </summary>
    public async Task RunAsync(
        Func<IReadOnlyList<Reading>, CancellationToken, Task> deliver, CancellationToken cancellationToken)
    {
        var coming = ComesAsync(file.Moments[0].At, cancellationToken);
        for (var i = 0; i < file.Moments.Length; i++)
        {
            var moment = file.Moments[i];
            await coming;
            await deliver(moment.Readings, cancellationToken);
            coming = RunToNextAsync(i + 1, cancellationToken);
            _progress = _progress with { Moment = moment.At, Readings = _progress.Readings + moment.Readings.Length };
            Progressed(_progress);
        }
    }

    /// <summary>Lets the clock run on. The wait for the next moment has begun when this returns.</summary>
    private Task RunToNextAsync(int next, CancellationToken cancellationToken)
    {
        if (next == file.Moments.Length)
        {
            clock.RunFree();
            return Task.CompletedTask;
        }

        clock.RunTo(file.Moments[next].At);
        return ComesAsync(file.Moments[next].At, cancellationToken);
    }

    private async Task ComesAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        while (clock.RealTimeUntil(moment) is var wait && wait > TimeSpan.Zero)
        {
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)); // Timers count milliseconds.
            await Task.Delay(whole < LongestWait ? whole : LongestWait, clock, cancellationToken);
        }
    }
}
