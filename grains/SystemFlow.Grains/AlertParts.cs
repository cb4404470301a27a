using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Grains;

/// <summary>What every place steps its alerts with.</summary>
internal sealed class AlertParts(
    IRuleBook book, IEventLog events, IRunKind run, Footprint footprint, MetricDictionary dictionary)
{
    private volatile Climbing? _climbing;

    /// <summary>The rules in force now: an edit counts at the next look.</summary>
    public RuleBook Book => book.Current;

    public IEventLog Events => events;

    public AlertWatch Watch { get; } = new(dictionary, footprint);

    public InhibitionRules Inhibition { get; } = new(footprint);

    public PastFigures Past { get; } = new(footprint, dictionary);

    /// <summary>When each rung of a place's ladder is due after an alert fired.</summary>
    public ImmutableArray<TimeSpan> RungsFor(PlaceCode place, AlertRule rule, Rota rota)
    {
        var climbing = _climbing;
        if (climbing is null || !ReferenceEquals(climbing.Rota, rota)) _climbing = climbing = new Climbing(rota, new RotaRules(rota, footprint));
        return climbing.Rules.RungsFor(place, rule.Owner, rule.Severity);
    }

    /// <summary>A step as it is recorded: with whom it tells, and with the rungs on which it found nobody.</summary>
    public AlertChange ChangeOf(Stepped step, RuleBook rules, DateTimeOffset now)
    {
        if (rules.Alerts.Rules.FirstOrDefault(rule => rule.Code == step.State.Rule) is not { } rule) return new AlertChange(step.State, step.Events, []);
        var notices = step.Events
            .Select(told => NoticeRules.MessagesFor(rules.Rota, footprint, rule, step.State, told, now, run.IsExercise)).ToList();
        return new AlertChange(
            step.State, [.. step.Events, .. notices.SelectMany(notice => notice.NobodyOnDuty)],
            [.. notices.SelectMany(notice => notice.Messages)]);
    }

    /// <summary>The places whose planned events cover a place: itself and all above it.</summary>
    public ImmutableHashSet<PlaceCode> Covering(Place place) =>
        place.Parent is { } parent ? Covering(footprint.Find(parent)).Add(place.Code) : [place.Code];

    private sealed record Climbing(Rota Rota, RotaRules Rules);
}
