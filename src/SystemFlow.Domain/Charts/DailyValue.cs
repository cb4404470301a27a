using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Charts;

/// <summary>
/// One value a day: of what is counted over a day the whole day, from midnight to midnight; of anything else what it was at
/// 8am, when the daily situation report counts beds. By the clock in England.
/// </summary>
public static class DailyValue
{
    /// <summary>When what is counted at a moment is taken.</summary>
    public static readonly TimeOnly FixedTime = new(8, 0);

    // The longest day has 25 hours; a report that covers a weekend is no day's.
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(25);

    /// <summary>Whether a day's value is that of the whole day.</summary>
    public static bool IsOfWholeDay(Metric metric) => metric.Period is PeriodType.Day or PeriodType.SinceMidnight;

    /// <summary>The last day that has its value, or could have it, at a moment.</summary>
    public static DateOnly LastDay(Metric metric, DateTimeOffset now)
    {
        var today = EnglandCalendar.DateOf(now);
        return !IsOfWholeDay(metric) && MomentOf(metric, today) <= now ? today : today.AddDays(-1);
    }

    /// <summary>The moment up to which a day's value is looked for: 8am, or the midnight that ends the day. UTC.</summary>
    public static DateTimeOffset MomentOf(Metric metric, DateOnly day) => IsOfWholeDay(metric)
        ? EnglandCalendar.Moment(day.AddDays(1).ToDateTime(TimeOnly.MinValue))
        : EnglandCalendar.Moment(day.ToDateTime(FixedTime));

    /// <summary>The moment after which it is looked for: the one of the day before. UTC.</summary>
    public static DateTimeOffset After(Metric metric, DateOnly day) => MomentOf(metric, day.AddDays(-1));

    /// <summary>A day's reading among those after <see cref="After"/>; null for none, which is a gap.</summary>
    /// <param name="readings">Of one series, oldest first.</param>
    public static Reading? Of(Metric metric, DateOnly day, IEnumerable<Reading> readings)
    {
        var (after, until) = (After(metric, day), MomentOf(metric, day));
        var last = readings.LastOrDefault(reading =>
            reading.PeriodEnd > after && reading.PeriodEnd <= until
            && FreshnessRule.At(reading, metric, until) is not Freshness.Silent
            && (!IsOfWholeDay(metric) || IsOfDay(reading, metric, after, until)));
        return last is { Value: not null } ? last : null;
    }

    /// <summary>
    /// The reading that stood at a moment, as the screen had it then: the newest, if it was not silent and had a value; of a count
    /// since midnight, of the same day. Null for none.
    /// </summary>
    public static Reading? StandingAt(Metric metric, DateTimeOffset at, IEnumerable<Reading> readings)
    {
        var midnight = EnglandCalendar.Moment(EnglandCalendar.DateOf(at).ToDateTime(TimeOnly.MinValue));
        var last = readings.LastOrDefault(reading =>
            reading.PeriodEnd <= at
            && FreshnessRule.At(reading, metric, at) is not Freshness.Silent
            && (metric.Period is not PeriodType.SinceMidnight || reading.PeriodEnd >= midnight));
        return last is { Value: not null } ? last : null;
    }

    // At midnight itself a live count has begun anew; a daily return is then whole, and says since when it counts.
    private static bool IsOfDay(Reading reading, Metric metric, DateTimeOffset after, DateTimeOffset until) =>
        reading.PeriodStart is { } start
            ? start >= after && start < until && reading.PeriodEnd - start <= LongestDay
            : metric.Period is PeriodType.Day || reading.PeriodEnd < until || reading.Cadence >= TimeSpan.FromDays(1);
}
