using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Returns;

/// <summary>
/// When the daily situation report is counted, due and closed: beds at 8am on the day, events from midnight to midnight of the
/// day before; signed off by a duty director and sent by 11am; amended for 14 days. NHS England, Process and definitions for the
/// daily situation report. Days are those on a calendar in England, through both nights on which the clocks change.
/// </summary>
public static class ReturnTimes
{
    /// <summary>For how many days after it is due a return may be amended.</summary>
    public const int AmendableDays = 14;

    /// <summary>When beds are counted. UTC.</summary>
    public static DateTimeOffset BedsAt(DateOnly due) => EnglandCalendar.Moment(due.ToDateTime(new TimeOnly(8, 0)));

    /// <summary>When it has to be sent. UTC.</summary>
    public static DateTimeOffset DeadlineAt(DateOnly due) => EnglandCalendar.Moment(due.ToDateTime(new TimeOnly(11, 0)));

    /// <summary>When the day whose events are counted begins, and when it is over. UTC.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) EventsOf(DateOnly due) => (MidnightOf(due.AddDays(-1)), MidnightOf(due));

    /// <summary>From when on nothing of it can be changed any more. UTC.</summary>
    public static DateTimeOffset ClosesAt(DateOnly due) => MidnightOf(due.AddDays(AmendableDays + 1));

    private static DateTimeOffset MidnightOf(DateOnly day) => EnglandCalendar.Moment(day.ToDateTime(TimeOnly.MinValue));
}
