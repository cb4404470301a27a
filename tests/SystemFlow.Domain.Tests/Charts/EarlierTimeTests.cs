using System.Globalization;
using SystemFlow.Domain.Charts;

namespace SystemFlow.Domain.Tests.Charts;

public sealed class EarlierTimeTests
{
    [Theory]
    [InlineData("2026-01-05T09:00:00Z", Comparison.Week, "2025-12-29T09:00:00Z")]
    [InlineData("2026-01-05T09:00:00Z", Comparison.Year, "2025-01-06T09:00:00Z")] // Monday and Monday.
    [InlineData("2026-01-05T09:00:00Z", Comparison.None, "2026-01-05T09:00:00Z")]
    // The week with a day of 25 hours: 9am is 9am.
    [InlineData("2026-10-27T09:00:00Z", Comparison.Week, "2026-10-20T08:00:00Z")]
    // Both comings of 1:30am are held against the one of the week before.
    [InlineData("2026-10-25T00:30:00Z", Comparison.Week, "2026-10-18T00:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z", Comparison.Week, "2026-10-18T00:30:00Z")]
    // A week after the clocks went back, 1:30am is held against its first coming.
    [InlineData("2026-11-01T01:30:00Z", Comparison.Week, "2026-10-25T00:30:00Z")]
    // The week with a day of 23 hours.
    [InlineData("2026-03-30T08:00:00Z", Comparison.Week, "2026-03-23T09:00:00Z")]
    // A week after the clocks went forward, what they skipped is the moment at which they did.
    [InlineData("2026-04-05T00:30:00Z", Comparison.Week, "2026-03-29T01:00:00Z")]
    public void Of_ATimeOnTheWall_IsTheSameTimeEarlier(string at, Comparison with, string earlier) =>
        Assert.Equal(Moment(earlier), EarlierTime.Of(Moment(at), with));

    [Fact]
    public void Of_AYearOfDays_IsTheSameWeekday()
    {
        var earlier = EarlierTime.Of(new DateOnly(2026, 1, 5), Comparison.Year);

        Assert.Equal((new DateOnly(2025, 1, 6), DayOfWeek.Monday), (earlier, earlier.DayOfWeek));
    }

    [Theory]
    [InlineData("2017-11-01", "2017-18")]
    [InlineData("2018-03-31", "2017-18")]
    [InlineData("2018-10-31", "2017-18")]
    [InlineData("2018-11-01", "2018-19")]
    public void Winter_OfADay_IsTheOneItIsInOrTheLast(string day, string name) =>
        Assert.Equal(name, Winter.Of(DateOnly.Parse(day, CultureInfo.InvariantCulture)).Name);

    private static DateTimeOffset Moment(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
}
