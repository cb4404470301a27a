using System.Diagnostics;
using System.Threading.Channels;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Simulated;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Simulated;

public sealed class SimulatorTests
{
    private static readonly DateTimeOffset Now = Life.Utc(2026, 11, 25, 9, 30).AddSeconds(17);

    private readonly List<IReadOnlyList<Reading>> _delivered = [];

    [Fact]
    public async Task Run_WithHistory_TellsThePastInBatchesUpToNow()
    {
        var (simulator, time) = Create();

        var system = await simulator.BeginAsync(Deliver, Now.AddHours(-48), Token);
        await simulator.DeliverDueAsync(system, Deliver, Token);

        var readings = _delivered.SelectMany(batch => batch).ToList();
        Assert.All(_delivered, batch => Assert.InRange(batch.Count, 1, 5000));
        Assert.All(readings, r => Assert.True(r.PeriodEnd <= time.GetUtcNow() && r.SubmittedAt <= time.GetUtcNow()));
        Assert.InRange(readings.Min(r => r.SubmittedAt), Now.AddHours(-48).AddMinutes(-2), Now.AddHours(-48));
        Assert.InRange(readings.Max(r => r.SubmittedAt), Now.AddSeconds(-10), Now);
    }

    [Fact]
    public async Task Run_WithoutHistory_StartsWithEveryFigureAndNothingOlder()
    {
        var (simulator, _) = Create();

        var system = await simulator.BeginAsync(Deliver, historyFrom: null, Token);

        var expected = system.Snapshot().Select(r => (r.Place, r.Metric));
        var all = Assert.Single(_delivered);
        Assert.Equal(expected, all.Select(r => (r.Place, r.Metric)));
        Assert.All(all, r => Assert.InRange(r.SubmittedAt, Now.AddMinutes(-3), Now));
        Assert.DoesNotContain(all, r => r.Absent is Absent.Unknown);
    }

    [Fact]
    public async Task Run_Live_SomePlaceSpeaksInEveryTenSecondsAndNeverAllAtOnce()
    {
        var (simulator, time) = Create();
        var system = await simulator.BeginAsync(Deliver, historyFrom: null, Token);
        await simulator.DeliverDueAsync(system, Deliver, Token);

        var silent = 0;
        for (var second = 1; second <= 600; second++)
        {
            _delivered.Clear();
            time.Advance(TimeSpan.FromSeconds(1));
            await simulator.DeliverDueAsync(system, Deliver, Token);
            var now = _delivered.SelectMany(batch => batch).ToList();
            silent = now.Count == 0 ? silent + 1 : 0;
            Assert.InRange(silent, 0, 9);
            Assert.InRange(now.Select(r => r.Place).Distinct().Count(), 0, 6);
            var ages = now.Select(r => time.GetUtcNow() - r.SubmittedAt);
            Assert.All(ages, age => Assert.InRange(age, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public async Task Run_Restarted_GoesOnWhereItWas()
    {
        var (first, time) = Create();
        var system = await first.BeginAsync(Deliver, historyFrom: null, Token);
        time.Advance(TimeSpan.FromHours(2));
        await first.DeliverDueAsync(system, Deliver, Token);
        var before = _delivered[^1].ToDictionary(r => (r.Place, r.Metric, r.PeriodEnd));

        _delivered.Clear();
        var second = new Simulator(Footprint.HertfordshireWestEssex, Life.Metrics, seed: 1, time);
        system = await second.BeginAsync(Deliver, time.GetUtcNow().AddMinutes(-30), Token);
        await second.DeliverDueAsync(system, Deliver, Token);

        var again = _delivered
            .SelectMany(batch => batch)
            .Where(r => before.ContainsKey((r.Place, r.Metric, r.PeriodEnd)))
            .ToList();
        Assert.True(again.Count > 500);
        Assert.All(again, r => Assert.Equal(before[(r.Place, r.Metric, r.PeriodEnd)], r));
    }

    [Fact]
    public async Task Run_AfterALongSleep_CatchesUpWithinItsBound()
    {
        var (simulator, time) = Create();
        var system = await simulator.BeginAsync(Deliver, historyFrom: null, Token);
        _delivered.Clear();

        time.Advance(TimeSpan.FromDays(5));
        await simulator.DeliverDueAsync(system, Deliver, Token);

        var readings = _delivered.SelectMany(batch => batch).ToList();
        Assert.InRange(readings.Count, 10_000, 100_000);
        Assert.True(readings.Min(r => r.SubmittedAt) > time.GetUtcNow() - Simulator.LongestHistory);
        Assert.InRange(time.GetUtcNow() - system.Now, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Run_OnItsTimer_DeliversUntilItIsCancelled()
    {
        var (simulator, time) = Create();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var batches = Channel.CreateBounded<int>(1000);

        var running = simulator.RunAsync(
            async (readings, token) => await batches.Writer.WriteAsync(readings.Count, token),
            Now.AddMinutes(-10), stop.Token);
        var snapshot = await batches.Reader.ReadAsync(Token);
        var history = await batches.Reader.ReadAsync(Token);
        time.Advance(TimeSpan.FromSeconds(30));
        var live = await batches.Reader.ReadAsync(Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(snapshot > history && history > live && live > 0);
    }

    [Theory]
    [InlineData("2026-11-25T09:30Z", "2026-11-25T12:00Z")]
    [InlineData("2026-11-18T00:00Z", "2026-11-25T00:00Z")]
    public void CourseStart_WithinAWeek_IsTheSameMonday(string one, string other)
    {
        var start = Simulator.CourseStart(DateTimeOffset.Parse(one));

        Assert.Equal(DayOfWeek.Monday, start.DayOfWeek);
        Assert.Equal(start, Simulator.CourseStart(DateTimeOffset.Parse(other)));
    }

    [Fact]
    public async Task Run_TwoDaysOfHistory_TakesLittleTime()
    {
        var (simulator, _) = Create();
        var watch = Stopwatch.StartNew();

        var system = await simulator.BeginAsync(Deliver, Now.AddHours(-48), Token);
        await simulator.DeliverDueAsync(system, Deliver, Token);

        // Far above what it takes (under a second), so that a busy machine does not matter and a mistake does.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.InRange(_delivered.Sum(batch => batch.Count), 50_000, 150_000);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (Simulator Simulator, ManualTime Time) Create()
    {
        var time = new ManualTime(Now);
        return (new Simulator(Footprint.HertfordshireWestEssex, Life.Metrics, seed: 1, time), time);
    }

    private Task Deliver(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        _delivered.Add(readings);
        return Task.CompletedTask;
    }
}
