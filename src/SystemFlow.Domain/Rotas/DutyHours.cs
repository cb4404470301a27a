using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Rotas;

/// <summary>
/// When a duty is, in UTC. Both ends are the wall clock's: on the night when the clocks go back a night duty is an hour
/// longer, when they go forward an hour shorter, and one duty ends at the moment at which the next begins.
/// </summary>
internal static class DutyHours
{
    /// <summary>The turn of the duty that covers a moment; null for none.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? StretchAt(this Duty duty, DateTimeOffset now)
    {
        // Begun today or, running over midnight, yesterday.
        var today = EnglandCalendar.DateOf(now);
        for (var date = today.AddDays(-1); date <= today; date = date.AddDays(1))
        {
            if (duty.StretchOn(date) is { } stretch && stretch.From <= now && now < stretch.To) return stretch;
        }

        return null;
    }

    /// <summary>The turns of the duty that touch a stretch of time, oldest first.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> StretchesBetween(
        this Duty duty, DateTimeOffset from, DateTimeOffset to)
    {
        var last = EnglandCalendar.DateOf(to);
        for (var date = EnglandCalendar.DateOf(from).AddDays(-1); date <= last; date = date.AddDays(1))
        {
            if (duty.StretchOn(date) is { } stretch && stretch.To > from && stretch.From < to) yield return stretch;
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To)? StretchOn(this Duty duty, DateOnly date)
    {
        if (duty.Days is [_, ..] && !duty.Days.Contains(date.DayOfWeek)) return null;
        if (date < duty.FirstDate || date > duty.LastDate) return null;
        return (Moment(date, duty.From), Moment(duty.To <= duty.From ? date.AddDays(1) : date, duty.To));
    }

    private static DateTimeOffset Moment(DateOnly date, TimeOnly time) => EnglandCalendar.Moment(date.ToDateTime(time));
}
