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

    /// <summary><c>3 of 5 events</c>, or that there was none.</summary>
    public static string Warned(BacktestScore score) =>
        score.Events == 0 ? "No event" : $"{score.Hits} of {score.Events}";

    /// <summary><c>2</c>, or <c>2, 1 standing</c> where it was in alarm already for longer than a warning counts.</summary>
    public static string Missed(BacktestScore score) =>
        score.Standing > 0 ? $"{score.Misses}, {score.Standing} standing" : $"{score.Misses}";

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
        _ => "4-hour performance fell by 10 points",
    };
}
