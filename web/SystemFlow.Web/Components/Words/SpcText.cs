using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Plans;
using SystemFlow.Web.Charts;

namespace SystemFlow.Web.Components.Words;

/// <summary>What the limits of ordinary variation say, in the words of Making Data Count.</summary>
internal static class SpcText
{
    /// <summary>What the last value is.</summary>
    public static string Verdict(TrendView view)
    {
        if (view.Spc is not { } spc) return "No limits yet: they need figures of at least two days in a row.";
        var index = LastKnown(spc);
        var point = spc.Points[index];
        var value = TrendText.Value(point.Value!.Value, view.Question.Metric.Unit);
        return $"{TrendText.When(view.Question, view.Rows[index].At)}: {value}. {Of(point)}.";
    }

    /// <summary>How many values of the chart are special, and in which way.</summary>
    public static string Count(Xmr spc)
    {
        var kinds = new[] { Variation.Improvement, Variation.Concern, Variation.Neutral }
            .Select(kind => (Kind: kind, Count: spc.Points.Count(point => point.Variation == kind)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{pair.Count} {Name(pair.Kind)}").ToList();
        var known = spc.Points.Count(point => point.Value is not null);
        return kinds.Count == 0 ? $"All {known} days show ordinary variation." : $"Of {known} days: {string.Join(", ", kinds)}, the others ordinary variation.";
    }

    /// <summary>Where the limits are, and how far they can be relied on.</summary>
    public static string Limits(TrendView view)
    {
        if (view is not { Spc: { } spc, Limits: var (mean, lower, upper) }) return "";
        string In(double value) => TrendText.Value(value, view.Question.Metric.Unit);
        var from = spc.IsTrial ? $"Trial limits: only {spc.Baseline} days so far, and {Xmr.BaselineLength} are needed" : $"From the first {Xmr.BaselineLength} days with a value";
        return $"Mean {In(mean)}, limits {In(lower)} to {In(upper)}. {from}. A gap ends a run.";
    }

    /// <summary>What they say about the target; null where there is none.</summary>
    public static string? Assured(TrendView view) => view is not { Spc.Assurance: { } assurance, Target: { } target } ? null
        : $"{Of(target, view)}: {assurance switch
        {
            Assurance.ConsistentlyPass => "ordinary variation meets it consistently",
            Assurance.ConsistentlyFail => "ordinary variation misses it consistently, and will unless something changes",
            _ => "hit and miss, because it lies within ordinary variation",
        }}.";

    /// <summary><c>4-hour standard, at least 95%</c>.</summary>
    public static string Of(Target target, TrendView view) =>
        $"{target.Name}, {(target.Sense is TargetSense.AtLeast ? "at least" : "at most")} {TrendText.Value(target.Value, view.Question.Metric.Unit)}";

    /// <summary><c>Special cause, concern: above the upper limit</c>.</summary>
    public static string Of(XmrPoint point) => point.Value is null ? "No data" : point.Rule is not { } rule ? "Ordinary variation"
        : $"Special cause, {Name(point.Variation)}: {Why(rule, point.IsHigh)}";

    private static string Why(XmrRule rule, bool isHigh) => rule switch
    {
        XmrRule.OutsideLimits => isHigh ? "above the upper limit" : "below the lower limit",
        XmrRule.OneSide => isHigh ? "seven or more in a row above the mean" : "seven or more in a row below the mean",
        XmrRule.Trend => isHigh ? "seven or more in a row rising" : "seven or more in a row falling",
        _ => isHigh ? "two of three near the upper limit" : "two of three near the lower limit",
    };

    private static string Name(Variation variation) => variation switch
    {
        Variation.Improvement => "improvement",
        Variation.Concern => "concern",
        Variation.Neutral => "neither better nor worse",
        _ => "ordinary variation",
    };

    private static int LastKnown(Xmr spc)
    {
        var index = spc.Points.Length - 1;
        while (spc.Points[index].Value is null) index--;
        return index;
    }
}
