using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Readings;

public sealed class FreshnessRuleTests
{
    // Beds are due every 15 minutes, from a daily return once a day.
    [Theory]
    [InlineData(0, null, Freshness.Fresh)]
    [InlineData(22, null, Freshness.Fresh)]
    [InlineData(23, null, Freshness.Late)]
    [InlineData(44, null, Freshness.Late)]
    [InlineData(45, null, Freshness.Silent)]
    [InlineData(35 * 60, 24, Freshness.Fresh)]
    [InlineData(37 * 60, 24, Freshness.Late)]
    [InlineData(72 * 60, 24, Freshness.Silent)]
    public void At_GoesByTheCadenceOfTheSource(int minutesOld, int? cadenceHours, Freshness expected)
    {
        var reading = A.Reading with { Cadence = cadenceHours is { } hours ? TimeSpan.FromHours(hours) : null };
        var beds = MetricDictionary.Standard[A.BedsOccupied];

        Assert.Equal(expected, FreshnessRule.At(reading, beds, reading.PeriodEnd.AddMinutes(minutesOld)));
    }

    [Fact]
    public void At_NothingEverArrived_IsNeverSeen()
    {
        var beds = MetricDictionary.Standard[A.BedsOccupied];

        Assert.Equal(Freshness.NeverSeen, FreshnessRule.At(null, beds, A.Monday9am));
    }
}
