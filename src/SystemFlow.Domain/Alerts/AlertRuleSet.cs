using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Domain.Alerts;

/// <summary>The alert rules of a system: versioned data, not code.</summary>
/// <param name="Source">The documents that they come from.</param>
/// <param name="Status">What is to be confirmed, in words for the screen.</param>
public sealed record AlertRuleSet(string Name, string Version, string Source, string Status, ImmutableArray<AlertRule> Rules)
{
    /// <summary>No rules at all.</summary>
    public static AlertRuleSet None { get; } = new("None", "0", "", "", []);

    /// <summary>The rules that the product comes with.</summary>
    public static AlertRuleSet Standard { get; } = Parse(
        Resource.Read("SystemFlow.Domain.Alerts.alerts-hertfordshire-west-essex.json"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex);

    /// <summary>The metrics of which the past is needed, because a rule in force compares with it.</summary>
    public ImmutableArray<MetricCode> ChangeMetrics => ChangeMetricsOf(Rules.Where(rule => rule.Enabled));

    /// <summary>Those of which the past is needed at a place.</summary>
    public ImmutableArray<MetricCode> ChangeMetricsAt(Place place) => ChangeMetricsOf(For(place));

    /// <summary>Reads rules for these metrics and places.</summary>
    /// <exception cref="FormatException">They are none, or contradict themselves; the message lists every fault.</exception>
    public static AlertRuleSet Parse(string json, MetricDictionary dictionary, Footprint footprint) =>
        RuleJson.Read<AlertRuleSet>(json, "The alert rules are", rules => AlertProblems.Of(rules, dictionary, footprint));

    /// <summary>The rules as <see cref="Parse"/> reads them.</summary>
    public string ToJson() => RuleJson.Write(this);

    /// <summary>Whether one rule says more than another.</summary>
    public bool Inhibits(string rule, string other) => Rules.FirstOrDefault(r => r.Code == rule)?.Inhibits.Contains(other) == true;

    /// <summary>The rules in force at a place.</summary>
    public IEnumerable<AlertRule> For(Place place) => Rules.Where(rule => rule.Enabled && rule.Watches(place));

    private static ImmutableArray<MetricCode> ChangeMetricsOf(IEnumerable<AlertRule> rules) =>
    [
        .. rules.SelectMany(rule => rule.All.Concat(rule.Overlays.SelectMany(overlay => overlay.All)))
            .Where(condition => condition.Kind is ConditionKind.Change)
            .Select(condition => condition.Metric!.Value).Distinct(),
    ];
}
