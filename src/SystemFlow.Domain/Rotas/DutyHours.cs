namespace SystemFlow.Domain.Rotas;

/// <summary>
/// When a duty is, in UTC. Both ends are the wall clock's: on the night when the clocks go back a night duty is an hour
/// longer, when they go forward an hour shorter, and one duty ends at the moment at which the next begins.
/// </summary>
internal static class DutyHours
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The turn of the duty that covers a moment; null for none.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? StretchAt(this Duty duty, DateTimeOffset now)
    {
        // Begun today or, running over midnight, yesterday.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, London).DateTime);
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
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, London).DateTime);
        for (var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, London).DateTime).AddDays(-1); date <= last; date = date.AddDays(1))
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

    // A time that the clocks skip is the moment at which they do; one that comes twice is its first coming. So times in
    // order stay in order, and hand-overs meet.
    private static DateTimeOffset Moment(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        if (London.IsInvalidTime(local)) local = local.Date.AddHours(local.Hour + 1);
        var offset = London.IsAmbiguousTime(local) ? London.GetAmbiguousTimeOffsets(local).Max() : London.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
