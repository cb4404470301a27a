using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>Alert rules while they are edited.</summary>
internal sealed class AlertForm(AlertRuleSet rules)
{
    public string Name { get; set; } = rules.Name;

    public string Version { get; set; } = rules.Version;

    public string Status { get; set; } = rules.Status;

    public ImmutableArray<AlertFields> Rules { get; } = [.. rules.Rules.Select(rule => new AlertFields(rule))];

    /// <summary>The rules as edited; whether they make sense is for Domain to say.</summary>
    /// <exception cref="FormatException">A number is missing.</exception>
    public AlertRuleSet ToRules()
    {
        var missing = Rules.Where(rule => rule.IsMissing).Select(rule => $"Fill in every number of \"{rule.Name}\".").ToList();
        if (missing.Count > 0) throw new FormatException(string.Join(" ", missing));
        return rules with
        {
            Name = Name.Trim(),
            Version = Version.Trim(),
            Status = Status.Trim(),
            Rules = [.. Rules.Select(rule => rule.ToRule())],
        };
    }
}

/// <summary>The thresholds of one condition while they are edited.</summary>
internal sealed class ConditionFields(Condition condition)
{
    public Condition Condition => condition;

    public double? Raise { get; set; } = condition.Raise;

    public double? Clear { get; set; } = condition.Clear;

    public bool HasThreshold => condition.Kind is not ConditionKind.Silence;

    public Condition ToCondition() => HasThreshold ? condition with { Raise = Raise, Clear = Clear } : condition;
}

/// <summary>One alert rule while it is edited.</summary>
internal sealed class AlertFields(AlertRule rule)
{
    private readonly ImmutableArray<(CalendarOverlay Overlay, ImmutableArray<ConditionFields> All)> _overlays =
        [.. rule.Overlays.Select(overlay => (overlay, FieldsOf(overlay.All)))];

    private readonly ImmutableArray<ConditionFields> _all = FieldsOf(rule.All);

    public string Code => rule.Code;

    public string Name => rule.Name;

    public Severity Severity => rule.Severity;

    /// <summary>The rule's own conditions, then those of each part of the year, each under its title.</summary>
    public IEnumerable<(string Title, ImmutableArray<ConditionFields> Conditions)> Groups =>
        _overlays.Select(overlay => (overlay.Overlay.Name, overlay.All)).Prepend(("All year", _all));

    public double? HoldMinutes { get; set; } = rule.Hold.TotalMinutes;

    public double? ClearHoldMinutes { get; set; } = rule.ClearHold.TotalMinutes;

    public double? CooldownMinutes { get; set; } = rule.Cooldown.TotalMinutes;

    public bool IsEnabled { get; set; } = rule.Enabled;

    public string Source { get; set; } = rule.Source;

    public string? ConfirmedBy { get; set; } = rule.ConfirmedBy;

    public bool IsMissing => HoldMinutes is null || ClearHoldMinutes is null || CooldownMinutes is null
        || Groups.Any(group => group.Conditions.Any(one => one.HasThreshold && one.Raise is null));

    public AlertRule ToRule() => rule with
    {
        All = ConditionsOf(_all),
        Overlays = [.. _overlays.Select(overlay => overlay.Overlay with { All = ConditionsOf(overlay.All) })],
        Hold = TimeSpan.FromMinutes(HoldMinutes!.Value),
        ClearHold = TimeSpan.FromMinutes(ClearHoldMinutes!.Value),
        Cooldown = TimeSpan.FromMinutes(CooldownMinutes!.Value),
        Enabled = IsEnabled,
        Source = Source.Trim(),
        ConfirmedBy = string.IsNullOrWhiteSpace(ConfirmedBy) ? null : ConfirmedBy.Trim(),
    };

    private static ImmutableArray<ConditionFields> FieldsOf(ImmutableArray<Condition> conditions) =>
        [.. conditions.Select(condition => new ConditionFields(condition))];

    private static ImmutableArray<Condition> ConditionsOf(ImmutableArray<ConditionFields> fields) =>
        [.. fields.Select(field => field.ToCondition())];
}
