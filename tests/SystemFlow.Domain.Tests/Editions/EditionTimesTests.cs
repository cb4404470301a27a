using SystemFlow.Domain.Editions;

namespace SystemFlow.Domain.Tests.Editions;

public sealed class EditionTimesTests
{
    private static readonly TimeOnly HalfPastEight = new(8, 30);

    [Theory]
    [InlineData("2026-01-05T08:29:59Z", "2026-01-04T08:30:00Z", "2026-01-05T08:30:00Z")]
    [InlineData("2026-01-05T08:30:00Z", "2026-01-05T08:30:00Z", "2026-01-06T08:30:00Z")]
    [InlineData("2026-07-01T08:00:00Z", "2026-07-01T07:30:00Z", "2026-07-02T07:30:00Z")]
    [InlineData("2026-03-29T07:29:00Z", "2026-03-28T08:30:00Z", "2026-03-29T07:30:00Z")] // The clocks went forward at one.
    [InlineData("2026-10-25T08:29:00Z", "2026-10-24T07:30:00Z", "2026-10-25T08:30:00Z")] // And back at two.
    public void Time_IsThatOfTheClockInEngland(string now, string last, string next)
    {
        Assert.Equal(Moment(last), EditionTimes.LastAt(HalfPastEight, Moment(now)));
        Assert.Equal(Moment(next), EditionTimes.NextAt(HalfPastEight, Moment(now)));
    }

    [Fact]
    public void Time_ThatIsSkippedInMarch_IsTheMomentAtWhichTheClocksLeap()
    {
        Assert.Equal(Moment("2026-03-29T01:00:00Z"), EditionTimes.LastAt(new TimeOnly(1, 30), Moment("2026-03-29T05:00:00Z")));
    }

    [Fact]
    public void Time_ThatComesTwiceInOctober_IsDueOnce_AtItsFirstComing()
    {
        var at = new TimeOnly(1, 30);

        Assert.Equal(Moment("2026-10-25T00:30:00Z"), EditionTimes.LastAt(at, Moment("2026-10-25T01:45:00Z")));
        Assert.Equal(Moment("2026-10-26T01:30:00Z"), EditionTimes.NextAt(at, Moment("2026-10-25T00:30:00Z")));
    }

    [Theory]
    [InlineData("2026-03-29T07:30:00Z", "2026-03-28T08:30:00Z")]
    [InlineData("2026-10-25T08:30:00Z", "2026-10-24T07:30:00Z")]
    [InlineData("2026-11-27T08:30:00Z", "2026-11-26T08:30:00Z")]
    public void DayBefore_IsTheSameTimeOnTheClock(string at, string before) =>
        Assert.Equal(Moment(before), EditionTimes.DayBefore(Moment(at)));

    [Theory]
    [InlineData("2026-11-27T08:30:00Z", "2026-11-27T0830")]
    [InlineData("2026-07-01T07:30:00Z", "2026-07-01T0830")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T0130")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25T0130-gmt")]
    public void Id_IsTheTimeOnTheClock_AndSaysWhichOfTwo(string at, string id)
    {
        Assert.Equal(id, EditionTimes.IdOf(Moment(at)));
        Assert.True(EditionTimes.IsId(id));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
