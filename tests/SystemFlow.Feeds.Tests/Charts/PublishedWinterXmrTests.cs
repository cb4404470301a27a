using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Replay;
using SystemFlow.Feeds.Tests.Sitreps;

namespace SystemFlow.Feeds.Tests.Charts;

/// <summary>The limits of ordinary variation, on real winters.</summary>
public sealed class PublishedWinterXmrTests
{
    private static readonly PlaceCode EastAndNorth = PlaceCode.Parse("RWH");
    private static readonly Metric Occupied = MetricDictionary.Standard[MetricCode.Parse("beds.ga.occupied")];

    [Theory]
    [InlineData("2015-16")] // Working days alone: every weekend is a gap.
    [InlineData("2016-17")]
    [InlineData("2017-18")]
    [InlineData("2019-20")]
    [InlineData("2020-21")]
    [InlineData("2021-22")]
    public async Task Of_BedsOccupied_HasLimitsFromTwelveDays_AndNoDayThatWasNotReported(string winter)
    {
        var file = ReplayFile.Read(await PublishedWinters.ReadAsync(winter), SitrepFixtures.Import);
        var readings = file.Moments.SelectMany(moment => moment.Readings)
            .Where(reading => reading.Place == EastAndNorth && reading.Metric == Occupied.Code).OrderBy(reading => reading.PeriodEnd).ToList();
        var season = Winter.Of(DateOnly.FromDateTime(readings[0].PeriodEnd.UtcDateTime));
        var days = Enumerable.Range(0, season.Last.DayNumber - season.First.DayNumber + 1).Select(season.First.AddDays).ToList();
        var values = days.Select(day => DailyValue.Of(Occupied, day, readings)?.Value).ToList();

        var chart = XmrRules.Of(values, Occupied.Direction, Occupied.Min)!;

        Assert.Equal(season.Name, winter);
        Assert.Equal(readings.Count(reading => reading.Value is not null && season.Last >= DateOnly.FromDateTime(reading.PeriodEnd.UtcDateTime)), values.Count(value => value is not null));
        Assert.False(chart.IsTrial);
        Assert.InRange(chart.Mean, 400, 800);
        Assert.InRange(chart.Upper - chart.Mean, 5, 150);
        Assert.All(chart.Points.Zip(values), pair => Assert.Equal(pair.Second, pair.First.Value));
        Assert.All(chart.Points.Where(point => point.Value is null), point => Assert.Null(point.Rule));
    }
}
