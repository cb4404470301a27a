using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Live;

public sealed class TrendsTests
{
    private static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");
    private static readonly MetricCode Performance = MetricCode.Parse("ed.four-hour-performance");
    private readonly ManualTime _time = new(A.Monday9am);
    private readonly RecordedSeries _store = new();

    [Fact]
    public async Task Trend_AFeedThatStopped_HasAGapAndNotALine()
    {
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddHours(-3), 80);
        _store.Add("RWH01", "ed.in-department", A.Monday9am.AddMinutes(-1), 90);

        var trend = await CreateTrends().OfAsync(A.Lister, InDepartment, TrendRange.Day, Token);

        Assert.Equal(80, trend.At(A.Monday9am.AddHours(-3)));
        Assert.Null(trend.At(A.Monday9am.AddHours(-2)));
        Assert.Equal(90, trend.At(A.Monday9am.AddMinutes(-1)));
    }

    [Fact]
    public async Task Trend_OfAHospitalsTrust_IsTheSumAndAGapWhereOneIsMissing()
    {
        foreach (var (place, hours, value) in new[] { ("RWH01", -2, 80), ("RWH20", -2, 30), ("RWH01", -1, 85) })
        {
            _store.Add(place, "ed.in-department", A.Monday9am.AddHours(hours), value);
        }

        var trend = await CreateTrends().OfAsync(PlaceCode.Parse("RWH"), InDepartment, TrendRange.Day, Token);

        Assert.Equal(110, trend.At(A.Monday9am.AddHours(-2)));
        Assert.Null(trend.At(A.Monday9am.AddHours(-1)));
    }

    [Fact]
    public async Task Trend_OfAPercentage_ComesFromSummedPartsAndWholes()
    {
        foreach (var (place, within, all) in new[] { ("RWH01", 60, 100), ("RWH20", 98, 100) })
        {
            _store.Add(place, "ed.within-4h", A.Monday9am, within);
            _store.Add(place, "ed.attendances", A.Monday9am, all);
        }

        var trend = await CreateTrends().OfAsync(PlaceCode.Parse("RWH"), Performance, TrendRange.Day, Token);

        Assert.Equal(79, trend.At(A.Monday9am));
    }

    [Fact]
    public async Task Trend_AskedForByManyPages_IsReadOnceAMinute()
    {
        _store.Add("RWH01", "ed.in-department", A.Monday9am, 80);
        var trends = CreateTrends();

        for (var page = 0; page < 500; page++) await trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Token);
        var readsAtFirst = _store.Reads;
        _time.Advance(TimeSpan.FromSeconds(61));
        await trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Token);

        Assert.Equal((1, 2), (readsAtFirst, _store.Reads));
    }

    [Fact]
    public async Task Trend_TheStoreIsAway_IsEmptyAndThePageLives()
    {
        _store.IsAway = true;

        var trend = await CreateTrends().OfAsync(A.Lister, InDepartment, TrendRange.Day, Token);

        Assert.True(trend.IsEmpty);
        Assert.Equal("The record cannot be read at the moment.", TrendText.Why(trend));
    }

    [Fact]
    public async Task Trend_OfThePast_HoldsAsLongAsItsSenderWasSlowThen()
    {
        var sunday = A.Monday9am.AddDays(-1);
        for (var hour = -6; hour <= 0; hour++) _store.Add("RWH01", "ed.in-department", sunday.AddHours(hour), 80 - hour, cadence: TimeSpan.FromHours(1));
        for (var minute = -30; minute <= 0; minute++) _store.Add("RWH01", "ed.in-department", A.Monday9am.AddMinutes(minute), 90);

        var then = await CreateTrends().OfAsync(A.Lister, InDepartment, TrendRange.Day, Token, sunday);
        var now = await CreateTrends().OfAsync(A.Lister, InDepartment, TrendRange.Day, Token);

        Assert.Equal((82, 82), (then.At(sunday.AddHours(-2)), then.At(sunday.AddHours(-2).AddMinutes(45))));
        Assert.Null(now.At(A.Monday9am.AddHours(-2)));
    }

    [Fact]
    public void Spark_AGap_BreaksTheLine()
    {
        var spark = Spark.Of(CreateTrend(540, 545, null, 566, 561));

        Assert.Equal(2, spark.Path.Count(letter => letter == 'M'));
        Assert.Equal("G&A beds occupied, last 24 hours: lowest 540, highest 566, now 561, with gaps.", spark.Words);
    }

    [Fact]
    public void Spark_SilentNow_DoesNotSayThatItIs()
    {
        var spark = Spark.Of(CreateTrend(540, 545, null));

        Assert.EndsWith("no figure now.", spark.Words);
    }

    [Fact]
    public void Spark_NothingKnown_IsNoData()
    {
        var spark = Spark.Of(CreateTrend(null, null));

        Assert.Equal(("", "G&A beds occupied: no data"), (spark.Path, spark.Words));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Trend CreateTrend(params double?[] values) =>
        new(MetricDictionary.Standard[A.BedsOccupied], TrendRange.Day, A.Monday9am.AddHours(-24), [.. values]);

    private Trends CreateTrends()
    {
        var footprint = Footprint.HertfordshireWestEssex;
        return new Trends(_store, footprint, MetricDictionary.Standard, new PastTurns(), _time, NullLogger<Trends>.Instance);
    }
}
