using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>What a chart says, in words.</summary>
internal static class TrendText
{
    private const string Unreadable = "The record cannot be read at the moment.";

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>A value in its unit, a percentage with the decimals it has: <c>88.04%</c>.</summary>
    public static string Value(double value, Unit unit) => unit switch
    {
        Unit.Percent => TrendView.TwoDecimals(value).ToString("#,##0.##", CultureInfo.InvariantCulture) + "%",
        Unit.Minutes => FigureText.Of(value, unit),
        _ => TrendView.TwoDecimals(value).ToString("#,##0.##", CultureInfo.InvariantCulture),
    };

    /// <summary><c>24 hours to 5 January 2026 at 9am, every 15 minutes</c>.</summary>
    public static string Range(TrendQuestion question, DateTimeOffset at) => question switch
    {
        { Span: TrendSpan.All, Metric.Period: PeriodType.Quarter } => "every quarter that was published",
        { Span: TrendSpan.All } => "every month that was published",
        { Span: TrendSpan.Winter } => $"winter {Winter.Of(DailyValue.LastDay(question.Metric, at)).Name}, {Daily(question.Metric)}",
        { IsDaily: true } => $"30 days to {UkTime.Date(at)}, {Daily(question.Metric)}",
        { Span: TrendSpan.Month } => $"30 days to {UkTime.DateAndClock(at)}, every 3 hours",
        { Span: TrendSpan.Week } => $"7 days to {UkTime.DateAndClock(at)}, every hour",
        _ => $"24 hours to {UkTime.DateAndClock(at)}, every 15 minutes",
    };

    /// <summary>The unit as it follows a value; empty where the value carries it.</summary>
    public static string After(Unit unit) => unit is Unit.Percent or Unit.Minutes ? "" : $" {FigureText.Of(unit)}";

    /// <summary>When a row is: its time, its day or its month.</summary>
    public static string When(TrendQuestion question, DateTimeOffset at) => question switch
    {
        { Metric.Period: PeriodType.Quarter } => $"{Month(at)} to {Month(at.AddDays(75))}", // Into its third month.
        { Span: TrendSpan.All } => Month(at),
        { IsDaily: true } => EnglandCalendar.DateOf(at).ToString("ddd d MMM yyyy", English),
        _ => UkTime.DateAndClock(at),
    };

    /// <summary>What the dashed line is.</summary>
    public static string With(TrendQuestion question) => question switch
    {
        { With: Comparison.Year, Span: TrendSpan.All } => "A year before",
        { With: Comparison.Year } => "52 weeks before, the same weekday",
        _ => "A week before",
    };

    /// <summary><c>12 more than a week ago at this time: 59 on 20 November 2026 at 9:40am.</c></summary>
    /// <param name="figure">The figure now.</param>
    public static string Compared(TrendView view, Figure? figure)
    {
        var ago = view.Question.With is Comparison.Year ? "52 weeks ago, on the same weekday," : "a week ago";
        if (figure?.Current is not { } now) return "There is no figure now to compare.";
        if (view.EarlierNow is not { } then) return $"Cannot be compared: there is no figure from {ago} at this time.";
        if (figure.Coverage != then.Coverage && !(IsWhole(figure.Coverage) && IsWhole(then.Coverage)))
        {
            return $"Cannot be compared: {Reporting(figure.Coverage)} now, {Reporting(then.Coverage)} {ago} at this time.";
        }

        return $"{Difference(now, then.Value, view.Question.Metric.Unit)} {ago} at this time: {Value(then.Value, view.Question.Metric.Unit)} on {UkTime.DateAndClock(then.At)}.";
    }

    /// <summary><c>October 2016: 88.04% against a trajectory of 85%. On trajectory.</c> Empty where one of the two is missing.</summary>
    public static string Planned(TrendView view, TrendRow row)
    {
        var metric = view.Question.Metric;
        var when = Month(row.At);
        if (row is not { Value: { } value, Plan: { } plan }) return "";
        var isMet = metric.Direction is Direction.HigherIsBetter ? value >= plan : value <= plan;
        var verdict = metric.Direction is Direction.Neutral ? "" : isMet ? " On trajectory." : " Not meeting the trajectory.";
        return $"{when}: {Value(value, metric.Unit)} against a trajectory of {Value(plan, metric.Unit)}.{verdict}";
    }

    /// <summary>The same of the last month, or the last day, that has both.</summary>
    public static string Planned(TrendView view) =>
        view.Rows.LastOrDefault(row => row.Value is not null && row.Plan is not null) is { Value: not null } row ? Planned(view, row) : "";

    /// <summary>How complete a sum's line is; null where there is nothing to say.</summary>
    public static string? Sum(TrendView view) => view.Coverage is { } coverage
        ? $"Worked out from {coverage.Reporting} of {coverage.Expected} places that report it{(view.EarlierCoverage is { } earlier && earlier != coverage ? $"; {With(view.Question).ToLower(English)} from {earlier.Reporting} of {earlier.Expected}" : "")}. A gap wherever one of them has one."
        : null;

    /// <summary>How many points have a value.</summary>
    public static string Known(TrendView view)
    {
        var known = view.Rows.Count(row => row.Value is not null);
        var what = view.Question switch
        {
            { Metric.Period: PeriodType.Quarter } => "quarters",
            { Span: TrendSpan.All } => "months",
            { IsDaily: true } => "days",
            _ => "steps",
        };
        return $"{known} of {view.Rows.Length} {what} have a value.";
    }

    /// <summary>Why a small chart has nothing to draw.</summary>
    public static string Why(Trend trend) => trend.IsUnreadable ? Unreadable : "No data in this time";

    /// <summary>Why there is nothing to draw.</summary>
    public static string Why(TrendView view) =>
        view.IsUnreadable ? $"{(view.IsBusy ? "So many charts are being read that this one has to wait." : Unreadable)} {(view.IsPast ? "Load the page again in a few seconds." : "This page tries again by itself.")}"
        : view.Question.Metric.IsHistory ? $"No published figures for {view.Question.Place.ShortName} have been imported. They are published for trusts: choose a trust, or import the published file."
        : view.Question.Metric.RollUp is RollUp.None ? $"{view.Question.Place.ShortName} sent none in this time, and it cannot be worked out from other places. Choose another range, or a hospital."
        : $"Neither {view.Question.Place.ShortName} nor any place under it sent figures in this time. Choose another range, or look at the feeds.";

    /// <summary>One value a day, said for the metric.</summary>
    public static string Daily(Metric metric) =>
        DailyValue.IsOfWholeDay(metric) ? "one value a day: the whole day, midnight to midnight" : "one value a day: at 8am";

    private static bool IsWhole(Coverage? coverage) => coverage is null or { IsComplete: true };

    private static string Reporting(Coverage? coverage) => coverage is { } some ? FigureText.Of(some) : "its own figure";

    private static string Difference(double now, double then, Unit unit)
    {
        var apart = TrendView.TwoDecimals(TrendView.TwoDecimals(now) - then);
        if (apart == 0) return "The same as";
        var size = unit is Unit.Percent
            ? $"{Math.Abs(apart).ToString("0.##", CultureInfo.InvariantCulture)} percentage points" : Value(Math.Abs(apart), unit);
        return $"{size} {(apart > 0 ? "more" : "less")} than";
    }

    private static string Month(DateTimeOffset at) => EnglandCalendar.Local(at).ToString("MMMM yyyy", English);
}
