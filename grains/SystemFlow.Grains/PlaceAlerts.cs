using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;

namespace SystemFlow.Grains;

/// <summary>
/// The alerts of one place that are not clear. Each step is recorded first, with whom it tells, and only then remembered.
/// </summary>
internal sealed class PlaceAlerts(AlertParts parts, Place place, TimeProvider time, IEnumerable<AlertState> open)
{
    private readonly Dictionary<string, AlertState> _alerts = open.ToDictionary(alert => alert.Rule);
    private readonly ImmutableHashSet<PlaceCode> _covering = parts.Covering(place);

    public AlertState? Find(string rule) => _alerts.GetValueOrDefault(rule);

    /// <summary>Steps every rule of the place.</summary>
    /// <exception cref="EventLogException">A step cannot be recorded; it and those after it have not been taken.</exception>
    public async Task StepAsync(PlaceState state, RuleBook rules, RecentFigures recent)
    {
        var now = time.GetUtcNow();
        var elsewhere = parts.Events.Current.Where(alert => alert.IsOpen && alert.Place != place.Code).ToList();
        var planned = parts.Events.PlannedFrom(now).Where(plan => plan.From <= now && _covering.Contains(plan.Place)).ToList();
        var steps = parts.Watch.Step(rules.Alerts, place, _alerts, state, recent, rule => new StepTerms(
            now, parts.RungsFor(place.Code, rule, rules.Rota),
            planned.Exists(plan => plan.Rule is null || plan.Rule == rule.Code),
            parts.Inhibition.IsInhibited(rules.Alerts, rule, place.Code, elsewhere)));
        foreach (var step in steps) await KeepAsync(step, rules, now);
    }

    /// <summary>Does what a person asks, or says why not.</summary>
    /// <exception cref="EventLogException">It cannot be recorded, and has not been done.</exception>
    public async Task<CommandOutcome> ApplyAsync(AlertCommand command)
    {
        var now = time.GetUtcNow();
        var before = Find(command.Rule);
        var (done, refusal) = AlertSteps.Apply(before ?? AlertState.None(command.Rule, place.Code), command, now);
        if (done is null) return new CommandOutcome(before, refusal);
        await KeepAsync(done, parts.Book, now);
        return new CommandOutcome(done.State, null);
    }

    /// <summary>The next moment at which an alert is due a look although nothing is heard; null for none.</summary>
    public DateTimeOffset? NextDueAt(AlertRuleSet rules, DateTimeOffset now) => rules.Rules
        .Select(rule => Find(rule.Code) is { } alert ? AlertSteps.NextDueAt(rule, alert) : null)
        .Where(due => due > now).Min();

    private async Task KeepAsync(Stepped step, RuleBook rules, DateTimeOffset now)
    {
        var before = Find(step.State.Rule) ?? AlertState.None(step.State.Rule, place.Code);
        await parts.Events.RecordAsync(parts.ChangeOf(step, rules, now) with { Before = before }, CancellationToken.None);
        if (step.State.Phase is AlertPhase.Clear) _alerts.Remove(step.State.Rule);
        else _alerts[step.State.Rule] = step.State;
    }
}
