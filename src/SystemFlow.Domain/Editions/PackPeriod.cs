using System.Globalization;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Editions;

/// <summary>The stretch of days of a board pack, by the clock in England.</summary>
/// <param name="Kind">Weekly, Monday to Sunday, or monthly.</param>
/// <param name="First">Its first day.</param>
/// <param name="Last">Its last day.</param>
public readonly record struct PackPeriod(EditionKind Kind, DateOnly First, DateOnly Last)
{
    private const int DaysInAWeek = 7;

    /// <summary>When it begins. UTC.</summary>
    public DateTimeOffset From => Midnight(First);

    /// <summary>When it is over. UTC.</summary>
    public DateTimeOffset To => Midnight(Last.AddDays(1));

    /// <summary>How many days it has.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>How an address names it: <c>week-2026-11-16</c>, <c>month-2026-10</c>.</summary>
    public string Id => Kind is EditionKind.Weekly
        ? $"week-{First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : $"month-{First.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";

    /// <summary>The same kind of period just before.</summary>
    public PackPeriod Before => Kind is EditionKind.Weekly
        ? this with { First = First.AddDays(-DaysInAWeek), Last = First.AddDays(-1) }
        : this with { First = First.AddMonths(-1), Last = First.AddDays(-1) };

    /// <summary>The last one that was over at a moment.</summary>
    public static PackPeriod LastFull(EditionKind kind, DateTimeOffset now)
    {
        var today = EnglandCalendar.DateOf(now);
        if (kind is EditionKind.Monthly)
        {
            var first = new DateOnly(today.Year, today.Month, 1);
            return new PackPeriod(kind, first.AddMonths(-1), first.AddDays(-1));
        }

        var monday = today.AddDays(-(((int)today.DayOfWeek + DaysInAWeek - 1) % DaysInAWeek));
        return new PackPeriod(EditionKind.Weekly, monday.AddDays(-DaysInAWeek), monday.AddDays(-1));
    }

    /// <summary>When its pack is due: the first time, after its end, that the clock shows this. UTC.</summary>
    public DateTimeOffset DueAt(TimeOnly at) => EnglandCalendar.Moment(Last.AddDays(1).ToDateTime(at));

    private static DateTimeOffset Midnight(DateOnly day) => EnglandCalendar.Moment(day.ToDateTime(TimeOnly.MinValue));
}
