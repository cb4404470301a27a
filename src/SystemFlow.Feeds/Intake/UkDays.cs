namespace SystemFlow.Feeds.Intake;

/// <summary>What a change of the clocks does to a local time.</summary>
internal enum ClockChange
{
    /// <summary>It comes once.</summary>
    None,
    /// <summary>The clocks skip it: taken as the moment at which they do.</summary>
    Skipped,
    /// <summary>It comes twice: taken as its first coming.</summary>
    Twice,
}

/// <summary>From days and clock times in the United Kingdom to moments.</summary>
internal static class UkDays
{
    /// <summary>The United Kingdom's time zone.</summary>
    public static TimeZoneInfo London { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>When beds are counted for the daily situation report. UTC.</summary>
    public static DateTimeOffset At8am(DateOnly day) => Moment(day.ToDateTime(new TimeOnly(8, 0))).At;

    /// <summary>When a day begins. UTC.</summary>
    public static DateTimeOffset Midnight(DateOnly day) => Moment(day.ToDateTime(TimeOnly.MinValue)).At;

    /// <summary>The day at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, London).DateTime);

    /// <summary>
    /// The moment that the clock on the wall shows. A time that the clocks skip is the moment at which they do, one that
    /// comes twice its first coming, so that times in order stay in order. UTC.
    /// </summary>
    public static (DateTimeOffset At, ClockChange Change) Moment(DateTime local)
    {
        var change = London.IsInvalidTime(local) ? ClockChange.Skipped
            : London.IsAmbiguousTime(local) ? ClockChange.Twice
            : ClockChange.None;
        if (change is ClockChange.Skipped) local = local.Date.AddHours(local.Hour + 1); // The clocks skip a whole hour.
        var offset = change is ClockChange.Twice ? London.GetAmbiguousTimeOffsets(local).Max() : London.GetUtcOffset(local);
        return (new DateTimeOffset(local, offset).ToUniversalTime(), change);
    }
}
