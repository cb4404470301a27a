using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Tests.Simulated;

public sealed class ClockChangeTests
{
    private static readonly MetricCode Within4Hours = MetricCode.Parse("ed.within-4h");

    // The day's UK midnights, in UTC: before and after the clocks go forward, back, and not at all.
    [Theory]
    [InlineData("2026-03-29T00:00Z", "2026-03-29T23:00Z")]
    [InlineData("2026-10-24T23:00Z", "2026-10-26T00:00Z")]
    [InlineData("2026-11-10T00:00Z", "2026-11-11T00:00Z")]
    public void CountsSinceMidnight_StartAtUkMidnightAndNeverFallBefore(string midnight, string nextMidnight)
    {
        var (start, end) = (DateTimeOffset.Parse(midnight), DateTimeOffset.Parse(nextMidnight));
        var system = Life.SettledBy(start - TimeSpan.FromMinutes(1));

        var minutes = (int)(end - start).TotalMinutes;
        var counts = system.Minutes(minutes).Where(IsSinceMidnight).ToLookup(r => (r.Place, r.Metric));
        var next = system.Minutes(120).Where(IsSinceMidnight).ToLookup(r => (r.Place, r.Metric));

        Assert.NotEmpty(counts);
        Assert.All(counts, count =>
        {
            Assert.All(count, r => Assert.Equal(start, r.PeriodStart));
            Assert.All(next[count.Key], r => Assert.Equal(end, r.PeriodStart));
            if (count.Key.Metric.Metric == Within4Hours) return; // It falls by definition, when 4 hours have passed.
            Assert.Equal(count.Select(r => r.Value).Order(), count.Select(r => r.Value));
        });
        Assert.InRange(Total(next, first: true), 0, Total(counts, first: false) / 10);
    }

    [Fact]
    public void CountsSinceMidnight_OnADayOf25Hours_GoOnThroughTheHourThatComesTwice()
    {
        var system = Life.SettledBy(Life.Utc(2026, 10, 25, 0, 30));

        var arrivals = system.Minutes(120)
            .Where(r => r.Metric.ToString() == "nhs111.received")
            .Select(r => r.Value!.Value)
            .ToList();

        Assert.Equal(8, arrivals.Count);
        Assert.Equal(arrivals.Order(), arrivals);
        Assert.True(arrivals[^1] > arrivals[0]);
    }

    private static bool IsSinceMidnight(Reading reading) =>
        Life.Metrics[reading.Metric.Metric] is { Period: PeriodType.SinceMidnight, Unit: not Unit.Minutes }
        && reading.Value is not null;

    private static double Total(ILookup<(Domain.Places.PlaceCode, MetricKey), Reading> counts, bool first) =>
        counts.Sum(count => (first ? count.First() : count.Last()).Value!.Value);
}
