using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Alerts;

/// <summary>Every rule of one place, one look.</summary>
public sealed class AlertWatch(MetricDictionary dictionary, Footprint footprint)
{
    private readonly EvidenceRules _evidence = new(dictionary, footprint);

    /// <summary>The alerts that changed, in the order in which they did.</summary>
    /// <param name="before">The alerts that are not clear, by rule.</param>
    /// <param name="recent">What change conditions compare with; noted by whoever calls.</param>
    /// <param name="termsOf">
    /// The moment and ladder for each rule, what is planned, and what is inhibited from above. What one rule inhibits at
    /// the same place is worked out here.
    /// </param>
    public ImmutableArray<Stepped> Step(
        AlertRuleSet rules, Place place, IReadOnlyDictionary<string, AlertState> before, PlaceState state,
        RecentFigures recent, Func<AlertRule, StepTerms> termsOf)
    {
        var mine = rules.For(place).ToList();
        var open = before.Values.Where(alert => alert.IsOpen).Select(alert => alert.Rule).ToHashSet();
        var stepped = ImmutableArray.CreateBuilder<Stepped>();
        foreach (var rule in mine.OrderByDescending(rule => rule.Inhibits.Length))
        {
            var terms = termsOf(rule);
            terms = terms with { IsInhibited = terms.IsInhibited || mine.Any(other => open.Contains(other.Code) && other.Inhibits.Contains(rule.Code)) };
            var was = before.GetValueOrDefault(rule.Code) ?? AlertState.None(rule.Code, place.Code);
            var step = AlertSteps.Step(rule, was, _evidence.EvidenceOf(rule, state, recent, terms.Now), terms);
            if (step.State.IsOpen) open.Add(rule.Code);
            else open.Remove(rule.Code);
            if (step.State != was || !step.Events.IsEmpty) stepped.Add(step);
        }

        return [.. stepped, .. Retired(before, mine, termsOf)];
    }

    // An alert whose rule was taken out of force must not stay open for ever.
    private static IEnumerable<Stepped> Retired(
        IReadOnlyDictionary<string, AlertState> before, List<AlertRule> mine, Func<AlertRule, StepTerms> termsOf)
    {
        foreach (var alert in before.Values.Where(alert => alert.Phase is not AlertPhase.Clear && mine.All(rule => rule.Code != alert.Rule)))
        {
            var now = termsOf(new AlertRule(alert.Rule, alert.Rule, alert.Severity, [], [], "")).Now;
            const string Words = "The rule is no longer in force here.";
            yield return alert.IsOpen
                ? new Stepped(
                    alert with { Phase = AlertPhase.Resolved, Since = now, NextStepAt = null, SnoozedUntil = null, ClearSince = null, UnknownSince = null },
                    [new AlertEvent(AlertEventKind.Resolved, now, Words)])
                : new Stepped(AlertState.None(alert.Rule, alert.Place), []);
        }
    }
}
