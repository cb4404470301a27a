using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Web.Components.Words;

/// <summary>A number that something follows from.</summary>
/// <param name="What">What follows: a level, or an alert by its name.</param>
/// <param name="Words">The numbers.</param>
/// <param name="Source">The document that they come from.</param>
/// <param name="ConfirmedBy">Who confirmed them locally; null for nobody yet.</param>
internal sealed record MetricThreshold(string What, string Words, string Source, string? ConfirmedBy);

/// <summary>Every threshold of a metric, in the rules in force.</summary>
internal static class MetricThresholds
{
    /// <summary>Those of levels first, then those of alerts.</summary>
    public static ImmutableArray<MetricThreshold> Of(Metric metric, RuleBook book, MetricDictionary dictionary) =>
        [.. OfLevels(metric, book.Pressure), .. book.Alerts.Rules.Where(rule => rule.Enabled).SelectMany(rule => OfAlert(metric, rule, dictionary))];

    // Kinds of place with the same numbers are named together.
    private static IEnumerable<MetricThreshold> OfLevels(Metric metric, PressureRules rules) =>
        from kind in rules.Parameters
        from parameter in kind.Of
        where parameter.Metric == metric.Code
        let words = RuleText.Cuts(parameter, rules.Combine, metric)
        group (kind.Kind, parameter) by (words, parameter.Source, parameter.ConfirmedBy) into same
        select new MetricThreshold(
            $"Level of {string.Join(" and ", same.Select(one => RuleText.Kind(one.Kind).ToLowerInvariant()))}", same.Key.words,
            same.Key.Source.Length > 0 ? same.Key.Source : rules.Source, same.Key.ConfirmedBy);

    private static IEnumerable<MetricThreshold> OfAlert(Metric metric, AlertRule rule, MetricDictionary dictionary)
    {
        var usual = rule.All.Where(condition => condition.Metric == metric.Code).Select(condition => (Of: condition, When: "", rule.Source));
        var other = rule.Overlays.SelectMany(overlay => overlay.All.Where(condition => condition.Metric == metric.Code)
            .Select(condition => (Of: condition, When: $", {overlay.Name}", Source: overlay.Source.Length > 0 ? overlay.Source : rule.Source)));
        return usual.Concat(other).Select(condition => new MetricThreshold(
            $"Alert “{rule.Name}”{condition.When}",
            $"{RuleText.Condition(condition.Of, dictionary)}. Over: {RuleText.Clear(condition.Of, dictionary)}", condition.Source, rule.ConfirmedBy));
    }
}
