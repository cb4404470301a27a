namespace SystemFlow.Series;

/// <summary>
/// How long readings are kept as they came. Older ones are thinned out, first to one for each five minutes, then to one for each day of
/// Europe/London; those are kept for good.
/// </summary>
/// <param name="Raw">Whole, from a period's end until now. At least a day.</param>
/// <param name="FiveMinutes">One for each five minutes, from a period's end until now. At least <paramref name="Raw"/>.</param>
public sealed record Retention(TimeSpan Raw, TimeSpan FiveMinutes)
{
    /// <summary>90 days whole and 2 years of five minutes.</summary>
    public static readonly Retention Standard = new(TimeSpan.FromDays(90), TimeSpan.FromDays(730));

    private static readonly TimeZoneInfo Uk = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The stretch of five minutes that a moment lies in: its first moment. UTC.</summary>
    public static DateTimeOffset FiveMinutesOf(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % (5 * TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>
    /// The day of Europe/London that a period ending at a moment belongs to. A period that ends at midnight belongs to the day that ends then.
    /// </summary>
    public static DateOnly DayOf(DateTimeOffset periodEnd) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(periodEnd.AddTicks(-1), Uk).DateTime);

    /// <summary>The moment before which readings are thinned out to five minutes: the beginning of a stretch.</summary>
    public DateTimeOffset FiveMinutesBefore(DateTimeOffset now) => FiveMinutesOf(now - Raw);

    /// <summary>The moment up to which, itself included, readings are thinned out to days: a midnight of Europe/London.</summary>
    public DateTimeOffset DailyBefore(DateTimeOffset now)
    {
        var midnight = TimeZoneInfo.ConvertTime(now - FiveMinutes, Uk).Date;
        return new DateTimeOffset(midnight, Uk.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
