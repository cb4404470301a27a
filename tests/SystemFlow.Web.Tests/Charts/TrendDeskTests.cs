using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Charts;

public sealed class TrendDeskTests
{
    private const string Share = "monthly.ed.four-hour-performance";

    private readonly ManualTime _time = new(A.Monday9am);
    private readonly RecordedSeries _store = new();
    private readonly TrendDesk _desk;

    public TrendDeskTests()
    {
        var footprint = Footprint.HertfordshireWestEssex;
        _desk = new TrendDesk(
            _store, footprint, MetricDictionary.Standard, PlanSet.Standard, new PastTurns(), _time, NullLogger<TrendDesk>.Instance);
    }

    [Fact]
    public async Task Winter_OneValueADayAt8am_AndAGapStaysAGap()
    {
        foreach (var (at, value) in new[] { ("2026-01-02T08:00Z", 81), ("2026-01-02T12:00Z", 99), ("2026-01-04T07:55Z", 84), ("2026-01-05T08:00Z", 85) })
        {
            _store.Add("RWH01", "ed.in-department", At(at), value);
        }

        var view = await AskAsync("RWH01", "ed.in-department", "winter");

        Assert.Equal((At("2025-11-01T08:00Z"), 66), (view.Rows[0].At, view.Rows.Length));
        Assert.Equal([81, null, 84, 85], view.Rows[^4..].Select(row => row.Value));
    }

    [Fact]
    public async Task Winter_OfAReplayedPast_IsTheOneThatItsClockIsIn()
    {
        var january2018 = At("2018-01-15T09:00Z");
        _store.Add("RWH", "ed.attendances", At("2018-01-14T23:58Z"), 400);

        var view = await AskAsync("RWH", "ed.attendances", "winter", past: january2018);

        Assert.Equal((At("2017-11-01T00:00Z"), At("2018-01-14T00:00Z")), (view.Rows[0].At, view.Rows[^1].At));
        Assert.Equal(400, view.Rows[^1].Value);
        Assert.Contains("winter 2017-18", TrendText.Range(view.Question, view.At), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed.in-department", "2025-11-01T03:00Z", "2024-25")]
    [InlineData("ed.in-department", "2025-11-01T08:00Z", "2025-26")]
    [InlineData("ed.attendances", "2025-11-01T23:59Z", "2024-25")]
    [InlineData("ed.attendances", "2025-11-02T00:00Z", "2025-26")]
    public async Task Winter_IsTheLastOne_UntilTheNewOneHasADay(string metric, string at, string winter)
    {
        var view = await AskAsync("RWH01", metric, "winter", past: At(at));

        Assert.NotEmpty(view.Rows);
        Assert.StartsWith($"winter {winter},", TrendText.Range(view.Question, view.At), StringComparison.Ordinal);
        Assert.Equal($"1 Nov {winter[..4]}", TrendText.When(view.Question, view.Rows[0].At)[4..]);
    }

    [Fact]
    public async Task Winter_OfAPercentage_ComesFromSummedPartsAndWholes()
    {
        foreach (var (place, within, all) in new[] { ("RWH01", 60, 100), ("RWH20", 98, 100) })
        {
            _store.Add(place, "ed.within-4h", At("2026-01-04T23:58Z"), within);
            _store.Add(place, "ed.attendances", At("2026-01-04T23:58Z"), all);
        }

        var view = await AskAsync("RWH", "ed.four-hour-performance", "winter");

        Assert.Equal((79, 95), (view.Rows[^1].Value, view.Rows[^1].Target));
        Assert.Equal(new Coverage(2, 2), view.Coverage);
    }

    [Fact]
    public async Task Compare_OnTheDayOf25Hours_HoldsBothComingsOfAnHourAgainstTheOne()
    {
        _store.Add("RWH01", "ed.in-department", At("2026-10-18T00:31Z"), 70); // 1:31am BST.
        _store.Add("RWH01", "ed.in-department", At("2026-10-18T07:05Z"), 90); // 8:05am BST.

        var view = await AskAsync("RWH01", "ed.in-department", "24h", past: At("2026-10-25T12:00Z"));

        Assert.Equal(96, view.Rows.Length);
        Assert.Equal((70, 70, 90), (Row(view, "2026-10-25T00:30Z").Earlier, Row(view, "2026-10-25T01:30Z").Earlier, Row(view, "2026-10-25T08:00Z").Earlier));
    }

    [Fact]
    public async Task Compare_OnTheDayOf23Hours_IsTheSameTimeOnTheWall()
    {
        _store.Add("RWH01", "ed.in-department", At("2026-03-22T09:05Z"), 55); // 9:05am GMT.

        var view = await AskAsync("RWH01", "ed.in-department", "24h", past: At("2026-03-29T12:00Z"));

        Assert.Equal((At("2026-03-22T09:00Z"), 55), (Row(view, "2026-03-29T08:00Z").EarlierAt, Row(view, "2026-03-29T08:00Z").Earlier));
    }

    [Fact]
    public async Task Compare_Now_IsWhatStoodAtTheSameTime_AndNothingLater()
    {
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddDays(-7).AddMinutes(-2), 59);
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddDays(-7).AddMinutes(3), 99);
        var figure = Screen.Figure("RWH01", "ed.in-department", 71, TimeSpan.FromMinutes(1));

        var view = await AskAsync("RWH01", "ed.in-department", "24h");

        Assert.Equal((59, 59), (view.EarlierNow?.Value, view.Rows[^1].Earlier));
        Assert.Equal("12 more than a week ago at this time: 59 on 29 December 2025 at 9am.", TrendText.Compared(view, figure));
    }

    [Fact]
    public async Task Past_TheLastPointAndTheOneEarlier_AreAsTheyWereKnownThen()
    {
        var then = A.Monday9am.AddHours(-3).AddMinutes(5);
        foreach (var (days, value) in new[] { (0, 80), (-7, 59) })
        {
            _store.Add("RWH01", "ed.in-department", then.AddDays(days).AddMinutes(-2), value);
            _store.Add("RWH01", "ed.in-department", then.AddDays(days).AddMinutes(-2), value + 900, submitted: then.AddHours(1)); // An amendment since.
            _store.Add("RWH01", "ed.in-department", then.AddDays(days).AddMinutes(-1), 999, submitted: then.AddHours(1)); // What was sent late.
        }

        var past = await AskAsync("RWH01", "ed.in-department", "24h", past: then);
        var now = await AskAsync("RWH01", "ed.in-department", "24h");

        Assert.Equal((80, 59, 59), (past.Rows[^1].Value, past.Rows[^1].Earlier, past.EarlierNow?.Value));
        Assert.Equal(999, Row(now, "2026-01-05T06:00Z").Value);
    }

    [Fact]
    public async Task Compare_ASumOfFewerPlaces_IsNotCompared()
    {
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddDays(-7), 59);
        var figure = Screen.Figure("RWH", "ed.in-department", 110, TimeSpan.FromMinutes(1)) with { Coverage = new Coverage(2, 2) };

        var view = await AskAsync("RWH", "ed.in-department", "24h");

        Assert.Equal("Cannot be compared: 2 of 2 reporting now, 1 of 2 reporting a week ago at this time.", TrendText.Compared(view, figure));
    }

    [Fact]
    public async Task Months_October2016OfEastAndNorthHertfordshire_Is8804AgainstATrajectoryOf85()
    {
        _store.Add("RWH", "monthly.ed.attendances", At("2016-11-01T00:00Z"), 13_565);
        _store.Add("RWH", "monthly.ed.within-4h", At("2016-11-01T00:00Z"), 11_943);

        var view = await AskAsync("RWH", Share, "all");

        var october = Row(view, "2016-09-30T23:00Z");
        Assert.Equal((88.04, 85, 95), (october.Value, october.Plan, october.Target));
        Assert.Equal("October 2016: 88.04% against a trajectory of 85%. On trajectory.", TrendText.Planned(view, october));
        Assert.Equal(("April 2015", 48), (TrendText.When(view.Question, view.Rows[0].At), view.Rows.Length));
        Assert.Null(Row(view, "2016-08-31T23:00Z").Value); // September 2016 is in neither.
        Assert.Null(Row(view, "2016-08-31T23:00Z").Plan);
    }

    [Fact]
    public async Task Months_AfterTheTrajectory_StandByThemselves()
    {
        foreach (var (end, all) in new[] { ("2025-04-30T23:00Z", 100), ("2025-06-30T23:00Z", 120) })
        {
            _store.Add("RWH", "monthly.ed.attendances", At(end), all);
            _store.Add("RWH", "monthly.ed.within-4h", At(end), 90);
        }

        var view = await AskAsync("RWH", Share, "all");

        Assert.Equal([90, null, 75], view.Rows.Select(row => row.Value));
        Assert.Null(view.Trajectory);
    }

    [Fact]
    public async Task Spc_OfALiveMetric_IsOfDailyValues()
    {
        for (var day = 0; day < 20; day++) _store.Add("RWH01", "ed.in-department", At("2025-12-17T08:00Z").AddDays(day), 60 + (day % 2));
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddHours(-3), 400); // 6am: no day's value.

        var view = await AskAsync("RWH01", "ed.in-department", "24h", chart: "spc");

        Assert.Equal((TrendSpan.Month, 30), (view.Question.Span, view.Rows.Length));
        Assert.Equal((12, false), (view.Spc?.Baseline, view.Spc?.IsTrial));
        Assert.Equal("Mon 5 Jan 2026: 61. Ordinary variation.", SpcText.Verdict(view));
    }

    [Fact]
    public async Task Target_OfOccupancy_IsThereInItsWindowAlone()
    {
        _store.Add("RWH", "beds.ga.open", At("2026-01-05T08:00Z"), 100);
        _store.Add("RWH", "beds.ga.occupied", At("2026-01-05T08:00Z"), 90);

        var view = await AskAsync("RWH", "beds.ga.occupancy", "winter");

        Assert.Equal((null, 85), (Row(view, "2025-12-18T08:00Z").Target, Row(view, "2025-12-19T08:00Z").Target));
    }

    [Fact]
    public async Task OfAsync_AskedByManyPages_IsReadOnceAMinute()
    {
        _store.Add("RWH01", "ed.in-department", A.Monday9am, 80);

        for (var page = 0; page < 100; page++) await AskAsync("RWH01", "ed.in-department", "24h");
        var reads = _store.Reads;
        _time.Advance(TimeSpan.FromSeconds(61));
        await AskAsync("RWH01", "ed.in-department", "24h");

        Assert.Equal(2 * reads, _store.Reads);
    }

    [Fact]
    public async Task OfAsync_TheStoreIsAway_SaysSo()
    {
        _store.IsAway = true;

        var view = await AskAsync("RWH01", "ed.in-department", "24h");

        Assert.True(view.IsUnreadable);
        Assert.Equal("The record cannot be read at the moment. This page tries again by itself.", TrendText.Why(view));
        var past = await AskAsync("RWH01", "ed.in-department", "24h", past: A.Monday9am.AddHours(-1));
        Assert.Equal("The record cannot be read at the moment. Load the page again in a few seconds.", TrendText.Why(past));
    }

    private static DateTimeOffset At(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

    private static TrendRow Row(TrendView view, string at) => Assert.Single(view.Rows, row => row.At == At(at));

    private async Task<TrendView> AskAsync(string place, string metric, string range, string compare = "week", string chart = "line", DateTimeOffset? past = null)
    {
        var question = TrendQuestion.Read(place, metric, range, compare, chart, Footprint.HertfordshireWestEssex, MetricDictionary.Standard)!;
        return await _desk.OfAsync(question, past, TestContext.Current.CancellationToken);
    }
}
