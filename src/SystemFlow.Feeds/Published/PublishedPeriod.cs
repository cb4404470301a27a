using System.Globalization;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>Whole days in the United Kingdom.</summary>
/// <param name="Until">The first day after it.</param>
internal readonly record struct PublishedPeriod(DateOnly From, DateOnly Until)
{
    private const int FirstYear = 1948; // The NHS began.
    private const int LastYear = 2200;

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    /// <summary>What a line of totals covers that names no period.</summary>
    public static PublishedPeriod WholeFile => default;

    /// <summary>When it begins. UTC.</summary>
    public DateTimeOffset Start => UkDays.Midnight(From);

    /// <summary>When it ends. UTC.</summary>
    public DateTimeOffset End => UkDays.Midnight(Until);

    /// <summary>A day like <c>2026-03-01</c>; null for any other text.</summary>
    public static PublishedPeriod? Day(string text) => Date(text) is { } day ? new(day, day.AddDays(1)) : null;

    /// <summary>The month that a day like <c>2026-03-01</c> begins; null for any other text.</summary>
    public static PublishedPeriod? MonthFrom(string text) =>
        Date(text) is { Day: 1 } day ? new(day, day.AddMonths(1)) : null;

    /// <summary>A month by its English name, in any letters, and its year; null for other texts.</summary>
    public static PublishedPeriod? Month(string name, string year) =>
        MonthOf(name) is { } month && Year(year) is { } ofYear ? new(new(ofYear, month, 1), new DateOnly(ofYear, month, 1).AddMonths(1)) : null;

    /// <summary>
    /// The quarter of a financial year like <c>2010-11</c> that ends with a month: its March is that of 2011. Null when the
    /// texts are not such.
    /// </summary>
    public static PublishedPeriod? Quarter(string financialYear, string lastMonth)
    {
        if (financialYear.Split('-') is not [var first, { Length: 2 } second] || Year(first) is not { } year) return null;
        if (second != $"{(year + 1) % 100:00}") return null;
        if (MonthOf(lastMonth) is not (3 or 6 or 9 or 12) || MonthOf(lastMonth) is not { } month) return null;
        var last = new DateOnly(month is 3 ? year + 1 : year, month, 1);
        return new(last.AddMonths(-2), last.AddMonths(1));
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= FirstYear and <= LastYear
            ? day : null;

    private static int? MonthOf(string name) =>
        Array.FindIndex(Months, month => month.Length > 0 && month.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? index + 1 : null;

    private static int? Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= FirstYear and < LastYear
            ? year : null;
}
