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
        var speaking = before.Values.Where(alert => alert.SpeaksForOthers).Select(alert => alert.Rule).ToHashSet();
        var stepped = ImmutableArray.CreateBuilder<Stepped>();
        foreach (var rule in InOrder(mine))
        {
            var terms = termsOf(rule);
            terms = terms with { IsInhibited = terms.IsInhibited || mine.Any(other => speaking.Contains(other.Code) && other.Inhibits.Contains(rule.Code)) };
            var was = before.GetValueOrDefault(rule.Code) ?? AlertState.None(rule.Code, place.Code);
            var step = AlertSteps.Step(rule, was, _evidence.EvidenceOf(rule, state, recent, terms.Now), terms);
            if (step.State.SpeaksForOthers) speaking.Add(rule.Code);
            else speaking.Remove(rule.Code);
            if (step.State != was || !step.Events.IsEmpty) stepped.Add(step);
        }

        return [.. stepped, .. Retired(before, mine, termsOf)];
    }

    // Each rule after those that inhibit it, so that of one surge only the one that says most is told.
    private static List<AlertRule> InOrder(List<AlertRule> mine)
    {
        var ordered = new List<AlertRule>(mine.Count);
        foreach (var rule in mine) Put(rule);
        return ordered;

        void Put(AlertRule rule)
        {
            if (ordered.Contains(rule)) return;
            foreach (var stronger in mine.Where(other => other.Inhibits.Contains(rule.Code))) Put(stronger);
            ordered.Add(rule);
        }
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
