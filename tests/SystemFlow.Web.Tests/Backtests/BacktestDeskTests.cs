using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Backtests;

public sealed class BacktestDeskTests
{
    private static readonly MetricCode Crowd = MetricCode.Parse("ed.in-department");

    private static readonly AlertRule Crowded = new(
        "crowded", "A&E crowded", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, Crowd, Raise: 100, Clear: 80)], "Open the escalation area.");

    [Fact]
    public async Task Run_ReadsThePlaceAndAllUnderIt_InOrderOfTime()
    {
        var store = HalfADay("RWH01", "RWH20");
        var history = new StoredHistory(store, Footprint.HertfordshireWestEssex);

        var readings = await history.ReadAsync(
            PlaceCode.Parse("RWH"), A.Monday9am, A.Monday9am.AddDays(2), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2 * 144, readings.Count);
        Assert.Equal(readings.OrderBy(reading => reading.PeriodEnd), readings);
    }

    [Fact]
    public async Task Run_OnTheRecord_FindsWhatWouldHaveFired()
    {
        var desk = Create(HalfADay("RWH01"));

        var report = await desk.RunAsync(Terms("RWH01"), new Nobody(), TestContext.Current.CancellationToken);

        Assert.Equal(A.Monday9am.AddHours(6).AddMinutes(15), Assert.Single(report!.Candidate.Episodes).FiredAt);
        Assert.Equal(0, desk.Running);
    }

    [Fact]
    public async Task Run_BesideTwoOthers_IsTurnedAway()
    {
        var gate = new TaskCompletionSource();
        var held = new Held(gate.Task);
        var desk = Create(held);
        var cancelled = TestContext.Current.CancellationToken;

        var first = desk.RunAsync(Terms("RWH01"), new Nobody(), cancelled);
        var second = desk.RunAsync(Terms("RWH01"), new Nobody(), cancelled);
        var third = await desk.RunAsync(Terms("RWH01"), new Nobody(), cancelled);
        gate.SetResult();

        Assert.Null(third);
        Assert.NotNull(await first);
        Assert.NotNull(await second);
        Assert.NotNull(await desk.RunAsync(Terms("RWH01"), new Nobody(), cancelled));
    }

    [Fact]
    public async Task Run_Cancelled_MakesRoomForTheNext()
    {
        using var stop = new CancellationTokenSource();
        var desk = Create(new Held(new TaskCompletionSource().Task));

        var run = desk.RunAsync(Terms("RWH01"), new Nobody(), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(0, desk.Running);
    }

    private static BacktestDesk Create(Series.ISeriesStore store) =>
        new(store, Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new ManualTime(A.Monday9am));

    private static BacktestTerms Terms(string place) => new(
        new BacktestRules("Tried", new AlertRuleSet("One", "1", "", "", [Crowded]), PressureRules.Standard),
        PlaceCode.Parse(place), A.Monday9am, A.Monday9am.AddDays(2));

    // Every five minutes for twelve hours: calm for six, then crowded.
    private static RecordedSeries HalfADay(params string[] places)
    {
        var store = new RecordedSeries();
        foreach (var place in places)
        {
            for (var step = 0; step < 144; step++) store.Add(place, "ed.in-department", A.Monday9am.AddMinutes(5 * step), step < 72 ? 50 : 120);
        }

        return store;
    }

    private sealed class Nobody : IProgress<double>
    {
        public void Report(double value)
        {
            // Nobody watches.
        }
    }

    /// <summary>A record that answers when it is let.</summary>
    private sealed class Held(Task gate) : Series.ISeriesStore
    {
        public async IAsyncEnumerable<Reading> LatestAsync(
            PlaceCode place, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken);
            yield break;
        }

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test begins with what is known now.");

        public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test does not ask.");

        public ValueTask<ImmutableArray<Series.Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
            CancellationToken cancellationToken) => throw new NotSupportedException("A back-test draws no line.");

        public ValueTask<ImmutableArray<Series.Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test only reads.");

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<Reading>();

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test reads what was last amended.");

        public ValueTask<ImmutableArray<Series.Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test draws no line.");

        public IAsyncEnumerable<Series.Amendment> AmendmentsAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<Series.Amendment>();

        public IAsyncEnumerable<Series.SeriesKey> SeriesAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test knows its series.");

        public ValueTask<Series.SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test does not count.");

        public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test only reads.");

        public ValueTask<long> ThinOutAsync(Series.Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A back-test only reads.");
    }
}
