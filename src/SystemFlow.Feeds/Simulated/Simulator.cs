using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// Runs a <see cref="SimulatedSystem"/> by the clock: first what has happened, then what happens. The course of events
/// starts at a fixed moment weeks back, so that a restart goes on where it was.
/// </summary>
/// <param name="seed">Chooses one of the possible courses of events.</param>
public sealed class Simulator(Footprint footprint, MetricDictionary metrics, int seed, TimeProvider time)
{
    /// <summary>The source of all simulated readings; the screen says "Simulated data" of it.</summary>
    public const string Source = "simulator";

    /// <summary>The longest past that is told, to a new store or to a laptop that wakes up.</summary>
    public static readonly TimeSpan LongestHistory = TimeSpan.FromHours(48);

    private const int BatchSize = 2000;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Course = TimeSpan.FromDays(28);
    private static readonly TimeSpan ShortestCourse = TimeSpan.FromDays(7);
    private static readonly DateTimeOffset FirstMonday = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Reading> _pending = [];

    /// <summary>
    /// Delivers the past from <paramref name="historyFrom"/> on at full speed, at each metric's cadence and in batches
    /// of at most a few thousand; then, every second, what is due. It ends with an error of <paramref name="deliver"/>,
    /// or with an <see cref="OperationCanceledException"/> when it is cancelled.
    /// </summary>
    /// <param name="deliver">Takes readings that are true by now; awaited before the next batch.</param>
    /// <param name="historyFrom">Where the past starts, at most <see cref="LongestHistory"/> ago; null for
    /// none.</param>
    public async Task RunAsync(
        Func<IReadOnlyList<Reading>, CancellationToken, Task> deliver, DateTimeOffset? historyFrom,
        CancellationToken cancellationToken)
    {
        var system = await BeginAsync(deliver, historyFrom, cancellationToken);
        using var timer = new PeriodicTimer(Tick, time);
        do await DeliverDueAsync(system, deliver, cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>A Monday, 00:00 UTC, at least a week back and the same for four weeks.</summary>
    internal static DateTimeOffset CourseStart(DateTimeOffset from)
    {
        var courses = (from - ShortestCourse - FirstMonday).Ticks / Course.Ticks;
        return FirstMonday + courses * Course;
    }

    internal async Task<SimulatedSystem> BeginAsync(
        Func<IReadOnlyList<Reading>, CancellationToken, Task> deliver, DateTimeOffset? historyFrom,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = historyFrom is { } moment ? Later(moment, now - LongestHistory) : now;
        if (from > now) from = now;
        var system = new SimulatedSystem(footprint, metrics, seed, CourseStart(from));
        system.Advance(from - TimeSpan.FromMinutes(1));
        _pending.Clear();
        // All at once to begin with, so that no daily figure is unknown for a day. A minute back, all is true by now.
        await deliver(system.Snapshot(), cancellationToken);
        return system;
    }

    internal async Task DeliverDueAsync(
        SimulatedSystem system, Func<IReadOnlyList<Reading>, CancellationToken, Task> deliver,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        system.Advance(now - LongestHistory); // After a longer sleep, the rest of the past is not told.
        while (system.Now + TimeSpan.FromMinutes(1) <= now)
        {
            var isLive = now - system.Now < Behind;
            _pending.AddRange(system.Step(isLive));
            if (_pending.Count >= BatchSize) await DeliverPendingAsync(now, deliver, cancellationToken);
        }

        await DeliverPendingAsync(now, deliver, cancellationToken);
    }

    private async Task DeliverPendingAsync(
        DateTimeOffset now, Func<IReadOnlyList<Reading>, CancellationToken, Task> deliver,
        CancellationToken cancellationToken)
    {
        var due = _pending.Where(r => r.SubmittedAt <= now).OrderBy(r => r.SubmittedAt).ToList();
        if (due.Count == 0) return;
        _pending.RemoveAll(r => r.SubmittedAt <= now);
        await deliver(due, cancellationToken);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
