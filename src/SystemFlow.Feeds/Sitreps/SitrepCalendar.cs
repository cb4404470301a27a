namespace SystemFlow.Feeds.Sitreps;

/// <summary>
/// When the figures of a day were true. Beds are counted at 8am, UK time; events over the whole day, or, in a winter
/// reported on working days alone, over the days until the next report.
/// </summary>
internal sealed class SitrepCalendar
{
    private const int DaysInAWeek = 7;
    private const int LongestGap = 5; // Christmas Eve 2015 to the first working day after it.

    private readonly SortedSet<DateOnly> _days;
    private readonly bool _hasWorkingDaysOnly;

    public SitrepCalendar(IEnumerable<DateOnly> days)
    {
        _days = [.. days];
        _hasWorkingDaysOnly = _days.Count > 0
            && _days.Max.DayNumber - _days.Min.DayNumber >= DaysInAWeek && !_days.Any(IsWeekend);
    }

    /// <summary>The United Kingdom's time zone.</summary>
    public static TimeZoneInfo London { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The days that the file reports, in order.</summary>
    public IReadOnlyCollection<DateOnly> Days => _days;

    /// <summary>How many days the events of a day's report cover.</summary>
    public int DaysCovered(DateOnly day)
    {
        if (!_hasWorkingDaysOnly) return 1;
        var next = _days.GetViewBetween(day.AddDays(1), DateOnly.MaxValue);
        if (next.Count == 0) return day.DayOfWeek is DayOfWeek.Friday ? 3 : 1;
        var gap = next.Min.DayNumber - day.DayNumber;
        return gap <= LongestGap ? gap : 1;
    }

    /// <summary>When beds were counted. UTC.</summary>
    public static DateTimeOffset At8am(DateOnly day) => Utc(day.ToDateTime(new TimeOnly(8, 0)));

    /// <summary>When a day begins. UTC.</summary>
    public static DateTimeOffset Midnight(DateOnly day) => Utc(day.ToDateTime(TimeOnly.MinValue));

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static DateTimeOffset Utc(DateTime local) => new(TimeZoneInfo.ConvertTimeToUtc(local, London), TimeSpan.Zero);
}
