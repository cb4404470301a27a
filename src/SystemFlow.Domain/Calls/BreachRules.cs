using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// What the alert rules in force name and is so at a moment, by their own thresholds: whether anybody was told yet, or not. Rules about
/// levels, silence and falls are not breaches: the pack has those elsewhere.
/// </summary>
internal sealed class BreachRules(Footprint footprint, MetricDictionary dictionary)
{
    private static readonly RecentFigures NoPast = new();

    private readonly EvidenceRules _evidence = new(dictionary, footprint);

    /// <summary>
    /// The breaches, the most severe first, then by the footprint's order. One fact is one breach: a trust's is left out where a hospital
    /// of it has the same, and a rule's where a graver one that inhibits it is raised at the same place.
    /// </summary>
    public ImmutableArray<PackBreach> Of(AlertRuleSet rules, PackMoment now, PackMoment? before)
    {
        return
        [
            .. RaisedAt(rules, now).Select(pair => BreachOf(pair.Place, pair.Rule, now, IsNew(pair, before)))
                .OrderByDescending(breach => breach.Severity).ThenBy(breach => breach.Rule, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// What was one at the earlier moment and is clear, or is not known. Between the thresholds it has not ended: its alert is open still.
    /// </summary>
    public ImmutableArray<PackEnded> Ended(AlertRuleSet rules, PackMoment now, PackMoment before)
    {
        var raised = RaisedAt(rules, now);
        return
        [
            .. RaisedAt(rules, before).Where(pair => !IsSaidBelow(pair, raised)).Select(pair => (pair.Place, pair.Rule, Standing: StandingOf(pair.Place, pair.Rule, now)))
                .Where(pair => pair.Standing is Standing.Clear or Standing.Unknown)
                .Select(pair => new PackEnded(
                    pair.Place.Code, pair.Place.ShortName, pair.Rule.Code, pair.Rule.Name, FigureOf(pair.Place, pair.Rule, now),
                    pair.Standing is Standing.Clear)),
        ];
    }

    private List<(Place Place, AlertRule Rule)> RaisedAt(AlertRuleSet rules, PackMoment moment)
    {
        List<(Place Place, AlertRule Rule)> all =
        [
            .. footprint.Places.SelectMany(place => rules.For(place).Where(rule => IsOfThresholds(rule, moment)).Select(rule => (place, rule)))
                .Where(pair => StandingOf(pair.place, pair.rule, moment) is Standing.Raised),
        ];
        return [.. all.Where(pair => !IsSaidBelow(pair, all) && !IsSaidWorse(pair, all))];
    }

    // A trust's figures are its hospitals' added up.
    private static bool IsSaidBelow((Place Place, AlertRule Rule) pair, List<(Place Place, AlertRule Rule)> raised) => pair.Place.Kind is PlaceKind.Trust
        && raised.Exists(other => other.Rule == pair.Rule && other.Place.Parent == pair.Place.Code);

    private static bool IsSaidWorse((Place Place, AlertRule Rule) pair, List<(Place Place, AlertRule Rule)> raised) =>
        raised.Exists(other => other.Place == pair.Place && other.Rule.Inhibits.Contains(pair.Rule.Code));

    private static bool IsOfThresholds(AlertRule rule, PackMoment moment) =>
        rule.ConditionsOn(EnglandCalendar.DateOf(moment.At)).All(condition => condition.Kind is ConditionKind.Threshold);

    private Standing StandingOf(Place place, AlertRule rule, PackMoment moment) =>
        _evidence.EvidenceOf(rule, moment[place.Code], NoPast, moment.At).Standing;

    // What another place or rule spoke for then was so all the same.
    private bool? IsNew((Place Place, AlertRule Rule) pair, PackMoment? before) =>
        before is null || StandingOf(pair.Place, pair.Rule, before) is Standing.Unknown ? null
        : StandingOf(pair.Place, pair.Rule, before) is not Standing.Raised;

    private PackBreach BreachOf(Place place, AlertRule rule, PackMoment now, bool? isNew)
    {
        var condition = rule.ConditionsOn(EnglandCalendar.DateOf(now.At))[0];
        var alert = now.Alerts.FirstOrDefault(open => open.Rule == rule.Code && open.Place == place.Code);
        return new PackBreach(
            place.Code, place.ShortName, footprint.BoardOf(place)?.Code, rule.Code, rule.Name, rule.Severity, FigureOf(place, rule, now),
            condition.Raise!.Value, (condition.Worse ?? dictionary[condition.Metric!.Value].Direction) is Direction.HigherIsBetter,
            rule.Action, alert?.Phase, alert?.FiredAt, alert?.By, isNew);
    }

    private PackFigure FigureOf(Place place, AlertRule rule, PackMoment now)
    {
        var metric = dictionary[rule.ConditionsOn(EnglandCalendar.DateOf(now.At))[0].Metric!.Value];
        return now[place.Code][metric.Code].ToPack(metric);
    }
}

/// <summary>Figures as a pack has them.</summary>
internal static class PackFigures
{
    /// <summary>A figure with its unit, age and coverage; of one that was never heard the name alone.</summary>
    public static PackFigure ToPack(this Figure? figure, Metric metric) => figure is null
        ? new PackFigure(metric.Name, metric.Unit, null, null, Freshness.NeverSeen)
        : new PackFigure(
            metric.Name, metric.Unit, figure.Current, figure.Reading.PeriodEnd == DateTimeOffset.MinValue ? null : figure.Reading.PeriodEnd,
            figure.Freshness, figure.Coverage);
}
