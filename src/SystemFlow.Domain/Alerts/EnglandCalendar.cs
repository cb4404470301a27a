namespace SystemFlow.Domain.Alerts;

/// <summary>Local time and bank holidays in England, by the Banking and Financial Dealings Act 1971 and proclamations since 2017.</summary>
public static class EnglandCalendar
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    private static readonly DateOnly[] Added = [new(2022, 6, 2), new(2022, 6, 3), new(2022, 9, 19), new(2023, 5, 8), new(2020, 5, 8)];

    private static readonly DateOnly[] Moved = [new(2020, 5, 4), new(2022, 5, 30)];

    /// <summary>A moment as clocks in England show it.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, London);

    /// <summary>The date in England at a moment.</summary>
    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

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

    // Two days off: where one falls on a weekend its substitute is the next working day after both.
    private static DateOnly[] ChristmasOf(int year) => new DateOnly(year, 12, 25).DayOfWeek switch
    {
        DayOfWeek.Friday => [new(year, 12, 25), new(year, 12, 28)],
        DayOfWeek.Saturday or DayOfWeek.Sunday => [new(year, 12, 27), new(year, 12, year is var _ && new DateOnly(year, 12, 25).DayOfWeek is DayOfWeek.Saturday ? 28 : 26)],
        _ => [new(year, 12, 25), new(year, 12, 26)],
    };

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

    private static DateOnly NextMonday(DateOnly after) => after.AddDays(((8 - (int)after.DayOfWeek - 1) % 7) + 1);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
