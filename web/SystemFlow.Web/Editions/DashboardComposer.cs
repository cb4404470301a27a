using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Editions;

/// <summary>
/// Composes the daily dashboard of a moment from the record, just as the screens show that moment. It is kept, so it is read anew, never
/// from what a page was shown a minute ago.
/// </summary>
public sealed class DashboardComposer(
    PastView view, Footprint footprint, MetricDictionary dictionary, DelayRules delays, IRuleBook book, IRunKind run)
{
    private readonly DashboardRules _rules = new(footprint, delays);

    /// <summary>The dashboard of a moment that is not in the future; null with the reason where that moment cannot be read, or not now.</summary>
    public async Task<(SystemDashboard? Dashboard, Past Past)> ComposeAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var past = await view.AnewAsync(at, cancellationToken);
        if (past.Outcome is not PastOutcome.Known) return (null, past);
        var then = EditionTimes.DayBefore(at);
        var before = await view.AnewAsync(then, cancellationToken);
        // Half a comparison would pass for none: what cannot be read now is tried again.
        if (before.Outcome is PastOutcome.Busy or PastOutcome.Unreadable) return (null, before);
        var wasKnown = before.Outcome is PastOutcome.Known;
        return (_rules.Compose(FactsOf(past) with
        {
            Before = wasKnown ? before.States : null,
            ComparedWith = wasKnown ? then : null,
        }), past);
    }

    private DashboardFacts FactsOf(Past past) => new(
        past.At, past.States,
        past.Events.Declared.ToImmutableDictionary(declared => declared.Key, declared => Of(declared.Value)),
        past.Events.Alerts, past.AreAlertsKnown,
        book.Current.Alerts.Rules.ToImmutableDictionary(rule => rule.Code, rule => rule.Name),
        [.. Silences.Of(footprint, dictionary, place => past.States[place], past.At)
            .Select(silence => new DashboardSilence(silence.Place.Code, silence.Place.ShortName, silence.Groups, silence.Freshness, silence.LastAt))],
        $"{past.Rules.Name} {past.Rules.Version}", run.IsExercise);

    private static DashboardDeclared Of(DeclaredLevel declared) => new(declared.Level, declared.Reason, declared.By, declared.At, declared.Until);
}
