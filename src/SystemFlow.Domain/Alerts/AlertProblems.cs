using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Alerts;

/// <summary>Every fault of a set of alert rules, each in a sentence for whoever edits it.</summary>
internal sealed class AlertProblems(AlertRuleSet set, MetricDictionary dictionary, Footprint footprint)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Everything that is wrong; nothing when they can be used.</summary>
    public static IEnumerable<string> Of(AlertRuleSet set, MetricDictionary dictionary, Footprint footprint) =>
        HasHoles(set) ? ["A list in them has an entry that is null."] : new AlertProblems(set, dictionary, footprint).All();

    private static bool HasHoles(AlertRuleSet set) =>
        set.Rules.Contains(null!) || set.Rules.Any(rule =>
            rule.All.Contains(null!) || rule.Inhibits.Contains(null!) || rule.Overlays.Contains(null!)
            || rule.Overlays.Any(overlay => overlay.All.Contains(null!)));

    private IEnumerable<string> All()
    {
        if (string.IsNullOrWhiteSpace(set.Name)) yield return "They need a name.";
        if (string.IsNullOrWhiteSpace(set.Version)) yield return "They need a version.";
        foreach (var twice in set.Rules.GroupBy(rule => rule.Code, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"The code {twice.Key} is used twice.";
        }

        foreach (var circle in set.Rules.Where(rule => Reaches(rule.Code, rule.Code, [])))
        {
            yield return $"{circle.Code} inhibits a rule that inhibits it in turn.";
        }

        foreach (var problem in set.Rules.SelectMany(OfRule)) yield return problem;
    }

    private bool Reaches(string from, string to, HashSet<string> seen) =>
        set.Rules.Where(rule => rule.Code == from).SelectMany(rule => rule.Inhibits).Where(code => code != from)
            .Any(code => code == to || (seen.Add(code) && Reaches(code, to, seen)));

    private IEnumerable<string> OfRule(AlertRule rule)
    {
        if (!IsCode(rule.Code)) yield return $"The code '{rule.Code}' must be small letters, digits and hyphens.";
        if (string.IsNullOrWhiteSpace(rule.Name)) yield return $"{rule.Code} needs a name.";
        if (string.IsNullOrWhiteSpace(rule.Action)) yield return $"{rule.Code} needs an action: what should whoever is told do?";
        if (rule.Kinds.IsEmpty) yield return $"{rule.Code} needs at least one kind of place.";
        foreach (var place in rule.Places.Where(place => !footprint.TryFind(place.ToString(), out _)))
        {
            yield return $"{rule.Code} speaks of {place}, which is not a place of this footprint.";
        }

        if (!IsSpan(rule.Hold, Day)) yield return $"{rule.Code} must hold for 0 to 24 hours.";
        if (!IsSpan(rule.ClearHold, Day)) yield return $"{rule.Code} must be clear for 0 to 24 hours.";
        if (!IsSpan(rule.Cooldown, Longest)) yield return $"{rule.Code} must cool down for 0 to 7 days.";
        foreach (var other in rule.Inhibits)
        {
            if (other == rule.Code) yield return $"{rule.Code} cannot inhibit itself.";
            else if (set.Rules.All(known => known.Code != other)) yield return $"{rule.Code} inhibits {other}, which is no rule here.";
        }

        foreach (var problem in OfAll(rule, rule.All, rule.Code).Concat(rule.Overlays.SelectMany(overlay => OfOverlay(rule, overlay))))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> OfOverlay(AlertRule rule, CalendarOverlay overlay)
    {
        var name = $"{rule.Code}, '{overlay.Name}',";
        if (string.IsNullOrWhiteSpace(overlay.Name)) yield return $"{rule.Code} has an overlay without a name.";
        if (overlay.BankHolidays ? overlay.From is not null || overlay.To is not null : !IsDay(overlay.From) || !IsDay(overlay.To))
        {
            yield return $"{name} needs either bankHolidays or both from and to, as month and day such as 12-19.";
        }

        foreach (var problem in OfAll(rule, overlay.All, name)) yield return problem;
    }

    private IEnumerable<string> OfAll(AlertRule rule, ImmutableArray<Condition> all, string name)
    {
        if (all.IsEmpty) yield return $"{name} needs at least one condition.";
        if (all.Length > 1 && all.Any(condition => condition.Kind is ConditionKind.Silence))
        {
            yield return $"{name} mixes silence with other conditions, which say nothing while a feed is silent.";
        }

        foreach (var problem in all.SelectMany(condition => Of(condition, rule, name))) yield return problem;
    }

    private IEnumerable<string> Of(Condition condition, AlertRule rule, string name) => condition.Kind switch
    {
        ConditionKind.Silence => OfSilence(condition, rule, name),
        ConditionKind.Level => OfLevel(condition, name),
        _ => OfFigure(condition, name),
    };

    private IEnumerable<string> OfSilence(Condition condition, AlertRule rule, string name)
    {
        if (condition.Group is not { } group || dictionary.Metrics.All(metric => metric.Group != group))
        {
            yield return $"{name} needs the group of metrics that falls silent, such as beds or ed.";
        }

        if (rule.Owner is not AlertOwner.FeedOwner) yield return $"{name} watches silence, which is the feed owner's to mend: owner must be feed-owner.";
    }

    private static IEnumerable<string> OfLevel(Condition condition, string name)
    {
        if (condition.Raise is not (2 or 3 or 4)) yield return $"{name} needs a level of 2, 3 or 4 to raise at.";
        if (condition.Clear > condition.Raise) yield return $"{name} clears above the level at which it raises.";
    }

    private IEnumerable<string> OfFigure(Condition condition, string name)
    {
        if (condition.Metric is not { } code || !dictionary.TryFind(code, out var metric))
        {
            yield return condition.Metric is null ? $"{name} needs a metric." : $"{condition.Metric} is not in the metric dictionary.";
            yield break;
        }

        if ((condition.Worse ?? metric.Direction) is Direction.Neutral) yield return $"{name} needs to say which way {code} is worse.";
        foreach (var problem in condition.Kind is ConditionKind.Change ? OfChange(condition, metric, name) : OfThreshold(condition, metric, name))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> OfThreshold(Condition condition, Metric metric, string name)
    {
        if (condition.Raise is not { } raise)
        {
            yield return $"{name} needs the value of {metric.Code} that raises.";
            yield break;
        }

        if (raise < metric.Min || raise > metric.Max)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{metric.Code} cannot be {raise:0.##}: it lies between {metric.Min:0.##} and {metric.Max:0.##}.");
        }

        var isLowerWorse = (condition.Worse ?? metric.Direction) is Direction.HigherIsBetter;
        if (isLowerWorse ? condition.Clear < raise : condition.Clear > raise) yield return $"{name} clears {metric.Code} on the wrong side of the value that raises.";
    }

    private static IEnumerable<string> OfChange(Condition condition, Metric metric, string name)
    {
        if (condition.Raise is not > 0) yield return $"{name} needs by how much {metric.Code} gets worse, above 0.";
        if (condition.Clear < 0 || condition.Clear > condition.Raise) yield return $"{name} clears {metric.Code} at more than it raises.";
        if (condition.Over is not { } over || over <= TimeSpan.Zero || over > Day) yield return $"{name} needs within how long {metric.Code} gets worse: up to 24 hours.";
        else if (metric.Period is PeriodType.SinceMidnight && over != Day)
        {
            yield return $"{name} must compare {metric.Code} with the same time the day before (over 24 hours): it starts anew at midnight.";
        }
    }

    private static bool IsSpan(TimeSpan span, TimeSpan longest) => span >= TimeSpan.Zero && span <= longest;

    private static bool IsCode(string code) =>
        code.Length is > 0 and <= 60 && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');

    // A leap year, so that 02-29 is a day.
    private static bool IsDay(string? text) => text is not null
        && DateOnly.TryParseExact($"2024-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
