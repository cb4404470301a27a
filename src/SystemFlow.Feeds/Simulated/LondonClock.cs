namespace SystemFlow.Feeds.Simulated;

/// <summary>A minute of simulated life, as those who live it see it: by the clock on the wall in the UK.</summary>
/// <param name="Number">Minutes since 1970, UTC.</param>
/// <param name="OfDay">Minutes that the wall clock shows since its midnight, 0 to 1439.</param>
/// <param name="Day">The date's <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="StartsDay">Whether it is the first of its date.</param>
/// <param name="Winter">0 in summer, 1 at the worst of winter, in the first week of January.</param>
internal readonly record struct Minute(
    int Number, int OfDay, int Day, DayOfWeek Weekday, bool StartsDay, double Winter)
{
    public const int PerHour = 60;
    public const int PerDay = 1440;

    public int Hour => OfDay / PerHour;

    public DateTimeOffset Utc => DateTimeOffset.FromUnixTimeSeconds(Number * 60L);

    public bool IsWeekend => Weekday is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Whether offices, transport and care agencies are at work.</summary>
    public bool IsOfficeHours => Hour is >= 9 and < 17;

    /// <summary>
    /// 1 on an average day of November, for which the daily figures are, and by this share more per winter.
    /// </summary>
    public double More(double inTheWorstOfWinter) => 1 + inTheWorstOfWinter * (Winter - Calibration.NovemberWinter);

    /// <summary>The first minute, by number, of the date <paramref name="days"/> on, as the clock stands now.</summary>
    public int MidnightIn(int days) => Number - OfDay + days * PerDay;
}

/// <summary>Tells UK time of any UTC minute, through both clock changes.</summary>
internal sealed class LondonClock
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
    private static readonly DateOnly WorstOfWinter = new(2026, 1, 5);

    private int _hour = -1;
    private int _offset;

    public static int NumberOf(DateTimeOffset moment) => (int)(moment.ToUnixTimeSeconds() / 60);

    /// <summary>The first minute, by number, of the UK date that has this minute.</summary>
    public static DateTimeOffset MidnightBefore(DateTimeOffset moment)
    {
        var date = TimeZoneInfo.ConvertTime(moment, London).Date;
        return new DateTimeOffset(date, London.GetUtcOffset(date)).ToUniversalTime();
    }

    public Minute At(int number)
    {
        var (dayBefore, _) = LocalOf(number - 1);
        var (day, ofDay) = LocalOf(number);
        var weekday = (DayOfWeek)((day + 1) % 7); // Day 0 was Monday, 1 January of the year 1.
        return new Minute(number, ofDay, day, weekday, day != dayBefore, WinterOn(day));
    }

    private (int Day, int OfDay) LocalOf(int number)
    {
        if (number / Minute.PerHour != _hour)
        {
            _hour = number / Minute.PerHour; // The clocks change on a whole hour of UTC.
            var start = DateTimeOffset.FromUnixTimeSeconds(_hour * 3600L);
            _offset = (int)London.GetUtcOffset(start).TotalMinutes;
        }

        var local = number + _offset;
        return (local / Minute.PerDay + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber, local % Minute.PerDay);
    }

    private static double WinterOn(int day)
    {
        var since = (day - WorstOfWinter.DayNumber) % 365.25;
        var apart = Math.Min(Math.Abs(since), 365.25 - Math.Abs(since));
        return Math.Exp(-Math.Pow(apart / Calibration.WinterSpreadDays, 2));
    }
}
