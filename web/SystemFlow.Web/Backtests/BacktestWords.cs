using System.Globalization;
using SystemFlow.Domain.Backtests;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Backtests;

/// <summary>A back-test's numbers in words. A rate is never without what it was worked out from.</summary>
internal static class BacktestWords
{
    /// <summary><c>1 December 2017 to 26 February 2018</c>: both days are in it.</summary>
    public static string Period(BacktestReport report) => $"{UkTime.Date(report.From)} to {LastDay(report)}";

    /// <summary>The last day that is in it: an end at midnight is the day before's.</summary>
    public static string LastDay(BacktestReport report) => UkTime.Date(report.To.AddTicks(-1));

    /// <summary><c>1.3</c>: a count over the weeks of a report.</summary>
    public static string AWeek(int count, BacktestReport report) =>
        (count / report.Weeks).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary><c>40 min</c>, <c>3 h 5 min</c>, <c>2 days 3 h</c>; <c>None</c> for none.</summary>
    public static string Span(TimeSpan? span) => span switch
    {
        null => "None",
        { TotalHours: < 1 } brief => $"{(int)brief.TotalMinutes} min",
        { TotalDays: < 1, Minutes: 0 } hours => $"{hours.Hours} h",
        { TotalDays: < 1 } hours => $"{hours.Hours} h {hours.Minutes} min",
        { } days => $"{(int)days.TotalDays} {((int)days.TotalDays == 1 ? "day" : "days")}{(days.Hours > 0 ? $" {days.Hours} h" : "")}",
    };

    /// <summary><c>3 (0.2 a week)</c>.</summary>
    public static string WithAWeek(int count, BacktestReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} ({AWeek(count, report)} a week)");

    /// <summary><c>3 of 5</c>, or <c>3 of 5, 1 standing</c> where it was in alarm already for longer than a warning counts.</summary>
    public static string Warned(Forewarning forewarning) =>
        forewarning.Events == 0 ? "None came"
        : forewarning.Standing == 0 ? $"{forewarning.Hits} of {forewarning.Events}"
        : $"{forewarning.Hits} of {forewarning.Events}, {forewarning.Standing} standing";

    /// <summary><c>85%</c>: how often an alarm at any moment would have been early.</summary>
    public static string Chance(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}%");

    /// <summary>What an event is, and for how long before one a warning counts.</summary>
    public static string Terms(BacktestReport report) =>
        "An event is a rise of the calculated level to OPEL 3 or 4, or 4-hour performance 10 points below the same time of the day before. "
        + $"A warning counts for {Span(report.Window)} before one.";

    /// <summary>What the measures mean.</summary>
    public const string Measures =
        "False: no event followed in time, and the level was below OPEL 3. Standing: in alarm already for longer than a warning counts. "
        + "By chance: how much of the time lay before an event, so how often an alarm at any moment would have been early. A rule that does no better foresees nothing.";

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Early => "Early",
        Verdict.During => "Level was high already",
        Verdict.False => "False alarm",
        _ => "Too near the end to say",
    };

    public static string Of(ReferenceKind kind) => kind switch
    {
        ReferenceKind.LevelThree => "Level rose to OPEL 3",
        ReferenceKind.LevelFour => "Level rose to OPEL 4",
        _ => "4-hour performance fell 10 points below the day before",
    };
}
