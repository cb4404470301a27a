namespace SystemFlow.Domain.Alerts;

/// <summary>Local time and bank holidays in England, by the Banking and Financial Dealings Act 1971 and proclamations since 2017.</summary>
public static class EnglandCalendar
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    // VE Day 2020, the jubilee of 2022, the state funeral, the coronation.
    private static readonly DateOnly[] Added = [new(2020, 5, 8), new(2022, 6, 2), new(2022, 6, 3), new(2022, 9, 19), new(2023, 5, 8)];

    private static readonly DateOnly[] Moved = [new(2020, 5, 4), new(2022, 5, 30)];

    /// <summary>A moment as clocks in England show it.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, London);

    /// <summary>The date in England at a moment.</summary>
    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    /// <summary>
    /// The moment at which clocks in England show a date and time. A time that they skip is the moment at which they do, one
    /// that comes twice its first coming; so times in order stay in order. UTC.
    /// </summary>
    public static DateTimeOffset Moment(DateTime wall)
    {
        var local = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (London.IsInvalidTime(local)) local = local.Date.AddHours(local.Hour + 1);
        var offset = London.IsAmbiguousTime(local) ? London.GetAmbiguousTimeOffsets(local).Max() : London.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Whether a day is a bank holiday in England, substitute days included.</summary>
    public static bool IsBankHoliday(DateOnly day)
    {
        if (Added.Contains(day)) return true;
        if (Moved.Contains(day)) return false;
        var easter = EasterOf(day.Year);
        return day == easter.AddDays(-2) || day == easter.AddDays(1)
            || day == NewYearOf(day.Year)
            || day == FirstMonday(day.Year, 5) || day == LastMonday(day.Year, 5) || day == LastMonday(day.Year, 8)
            || ChristmasOf(day.Year).Contains(day);
    }

    private static DateOnly NewYearOf(int year) => new DateOnly(year, 1, 1) is var day && IsWeekend(day) ? NextMonday(day) : day;

    // Both days off: one that falls on a weekend has a substitute, the next working day that is not off already.
    private static DateOnly[] ChristmasOf(int year)
    {
        var day = new DateOnly(year, 12, 25);
        return day.DayOfWeek switch
        {
            DayOfWeek.Friday => [day, day.AddDays(3)],
            DayOfWeek.Saturday => [day.AddDays(2), day.AddDays(3)],
            DayOfWeek.Sunday => [day.AddDays(1), day.AddDays(2)],
            _ => [day, day.AddDays(1)],
        };
    }

    // The Gregorian computus, as Meeus gives it.
    private static DateOnly EasterOf(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (b - ((b + 8) / 25) + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    private static DateOnly FirstMonday(int year, int month) => NextMonday(new DateOnly(year, month, 1).AddDays(-1));

    private static DateOnly LastMonday(int year, int month) => NextMonday(new DateOnly(year, month, 1).AddMonths(1).AddDays(-8));

    private static DateOnly NextMonday(DateOnly after) => after.AddDays(after.DayOfWeek is DayOfWeek.Sunday ? 1 : 8 - (int)after.DayOfWeek);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
