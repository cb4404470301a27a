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

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
