using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Adt;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Adt;

/// <summary>Hours into readings since midnight.</summary>
public sealed class AdtReadingsTests
{
    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances");

    [Fact]
    public void Today_IsTheHoursThatAreOver_AndNow()
    {
        var readings = Of(5, new() { [6] = 4, [8] = 3 }, from: 6, A.Monday9am.AddMinutes(30));

        Assert.Equal(["07:00 4", "08:00 4", "09:00 7", "09:30 7"], readings.Select(Said));
        Assert.All(readings, reading => Assert.Equal(
            (A.Monday9am.AddHours(-9), A.Monday9am.AddMinutes(30)), (reading.PeriodStart!.Value, reading.SubmittedAt)));
    }

    [Fact]
    public void AnEarlierDay_EndsAtMidnight_WithTheWholeDay()
    {
        var readings = Of(4, new() { [6] = 4, [22] = 2 }, from: 22, A.Monday9am);

        Assert.Equal(["23:00 6", "00:00 6"], readings.Select(Said));
    }

    [Fact]
    public void TakenBack_BeforeItWasCounted_IsNeverBelowNone()
    {
        Assert.Equal(["07:00 0", "08:00 0", "09:00 1", "09:00 1"], Of(5, new() { [6] = -1, [8] = 2 }, from: 6, A.Monday9am).Select(Said));
    }

    [Fact]
    public void LongDay_HasTwentyFiveReadings()
    {
        var now = new DateTimeOffset(2025, 10, 28, 9, 0, 0, TimeSpan.Zero);

        var readings = AdtReadings.Of(A.Lister, Attendances, new DateOnly(2025, 10, 26), new Dictionary<int, int> { [24] = 1 }, 0, now, "pas").ToList();

        Assert.Equal(25, readings.Count);
        Assert.Equal((1, TimeSpan.FromHours(25)), (readings[^1].Value, readings[^1].PeriodEnd - readings[^1].PeriodStart));
    }

    private static List<Reading> Of(int day, Dictionary<int, int> byHour, int from, DateTimeOffset now) =>
        [.. AdtReadings.Of(A.Lister, Attendances, new DateOnly(2026, 1, day), byHour, from, now, "pas")];

    private static string Said(Reading reading) => FormattableString.Invariant($"{reading.PeriodEnd:HH:mm} {reading.Value}");
}
