using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Adt;

/// <summary>
/// From a day's counts by hour to readings since midnight: one at the end of each hour that is over, and one now. They
/// are absolute, so saying them twice changes nothing.
/// </summary>
public static class AdtReadings
{
    /// <summary>Events come when they come: a quiet hour is not a silent feed.</summary>
    private static readonly TimeSpan Cadence = TimeSpan.FromHours(1);

    /// <summary>The readings of one count at one place on one UK day, from an hour on.</summary>
    /// <param name="byHour">What each hour of the day added. An hour that took back more than it added is below 0.</param>
    /// <param name="from">The first hour that changed.</param>
    /// <param name="now">UTC.</param>
    public static IEnumerable<Reading> Of(
        PlaceCode place, MetricCode metric, DateOnly day, IReadOnlyDictionary<int, int> byHour, int from, DateTimeOffset now, string source)
    {
        var start = UkDays.Midnight(day);
        var end = UkDays.Midnight(day.AddDays(1));
        var sum = 0;
        for (var hour = 0; start.AddHours(hour) < end; hour++)
        {
            sum += byHour.GetValueOrDefault(hour);
            var over = start.AddHours(hour + 1);
            if (over > now) break;
            if (hour >= from) yield return At(over, sum);
        }

        if (now < end) yield return At(now, byHour.Values.Sum());

        // Fewer than none cannot be: what was taken back was counted elsewhere, or is yet to come.
        Reading At(DateTimeOffset at, int value) => new(place, new MetricKey(metric), Math.Max(0, value), at, source)
        {
            PeriodStart = start,
            SubmittedAt = now,
            Method = Method.Automatic,
            Cadence = Cadence,
        };
    }
}
