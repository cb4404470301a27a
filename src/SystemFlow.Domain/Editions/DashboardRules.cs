using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>What a daily dashboard is composed from: what was known at its moment.</summary>
/// <param name="At">The moment. UTC.</param>
/// <param name="States">Every place's.</param>
/// <param name="Declared">The declared levels that held.</param>
/// <param name="Alerts">Those that were open.</param>
/// <param name="AreAlertsKnown">Whether every alert of then is known.</param>
/// <param name="RuleNames">What alert rules are called, by their code.</param>
/// <param name="Silences">What was missing or late, the worst first.</param>
/// <param name="Rules">Name and version of the pressure rules.</param>
public sealed record DashboardFacts(
    DateTimeOffset At, ImmutableDictionary<PlaceCode, PlaceState> States, ImmutableDictionary<PlaceCode, DashboardDeclared> Declared,
    ImmutableArray<AlertState> Alerts, bool AreAlertsKnown, ImmutableDictionary<string, string> RuleNames,
    ImmutableArray<DashboardSilence> Silences, string Rules, bool IsExercise)
{
    /// <summary>Every place at the same time on the day before; null where nothing was known then.</summary>
    public ImmutableDictionary<PlaceCode, PlaceState>? Before { get; init; }

    /// <summary>That time. UTC; null where nothing was known then.</summary>
    public DateTimeOffset? ComparedWith { get; init; }
}

/// <summary>Composes the daily dashboard. A function of its arguments: the same facts are the same dashboard, to the letter.</summary>
public sealed class DashboardRules(Footprint footprint, DelayRules delays)
{
    /// <summary>Alerts that are listed one by one; of the others there are counts.</summary>
    public const int MostAlerts = 8;

    /// <summary>The dashboard of these facts.</summary>
    public SystemDashboard Compose(DashboardFacts facts)
    {
        var board = delays.BoardOf(footprint.Root, place => StateOf(facts.States, place));
        var before = facts.Before is { } then ? delays.BoardOf(footprint.Root, place => StateOf(then, place)).All : null;
        return new SystemDashboard(
            footprint.Name, facts.At.ToUniversalTime(), facts.Rules, facts.IsExercise,
            [.. footprint.Places.Where(place => IsListed(place, facts)).Select(place => PlaceOf(place, facts))],
            new DashboardDelays(
                board.All, board.Acute, board.NonAcute,
                [.. board.Reasons.OrderByDescending(row => row.Total).ThenBy(row => row.Reason, StringComparer.Ordinal)],
                before?.Patients, before?.Coverage),
            AlertsOf(facts), facts.Silences, footprint.Places.Count(place => !place.Expects.IsEmpty), facts.ComparedWith);
    }

    // A trust that belongs to no board, and of which nothing is known here, is known by its bed bases.
    private bool IsListed(Place place, DashboardFacts facts) =>
        place.Kind is not PlaceKind.Trust || place.Parent != footprint.Root.Code || !StateOf(facts.States, place.Code).Figures.IsEmpty;

    private DashboardPlace PlaceOf(Place place, DashboardFacts facts)
    {
        var state = StateOf(facts.States, place.Code);
        var before = facts.Before is { } then ? StateOf(then, place.Code) : null;
        var pressure = state.Pressure;
        return new DashboardPlace(
            place.Code, place.ShortName, place.Kind, place.Parent,
            new DashboardLevel(
                pressure.Level, pressure.Score, pressure.Coverage, !pressure.Parts.IsEmpty, before?.Pressure.Level,
                facts.Declared.GetValueOrDefault(place.Code)),
            [
                .. DashboardTable.MetricsOf(place.Kind).Select(metric =>
                    DashboardFigure.Of(metric, state, before, footprint.ExpectedReporters(place.Code, GroupOf(metric)) > 0)),
            ]);
    }

    private DashboardAlerts AlertsOf(DashboardFacts facts)
    {
        var open = facts.Alerts.Where(alert => alert.IsOpen).ToList();
        return new DashboardAlerts(
            facts.AreAlertsKnown, Count(Severity.Critical), Count(Severity.Warning), Count(Severity.Notice),
            open.Count(alert => alert.Phase is AlertPhase.Firing),
            [
                .. open.OrderBy(alert => alert.Phase is AlertPhase.Firing ? 0 : 1).ThenByDescending(alert => alert.Severity)
                    .ThenBy(FiredAt).ThenBy(alert => alert.Place.ToString(), StringComparer.Ordinal).ThenBy(alert => alert.Rule, StringComparer.Ordinal)
                    .Take(MostAlerts)
                    .Select(alert => new DashboardAlert(
                        alert.Place, footprint.Find(alert.Place).ShortName, facts.RuleNames.GetValueOrDefault(alert.Rule, alert.Rule),
                        alert.Severity, alert.Phase, FiredAt(alert), alert.By, alert.Words)),
            ]);

        int Count(Severity severity) => open.Count(alert => alert.Severity == severity);
    }

    private static DateTimeOffset FiredAt(AlertState alert) => alert.FiredAt ?? alert.Since;

    private static string GroupOf(MetricCode metric) => metric.ToString().Split('.')[0];

    private static PlaceState StateOf(ImmutableDictionary<PlaceCode, PlaceState> states, PlaceCode place) =>
        states.GetValueOrDefault(place) ?? PlaceState.Unknown(place);
}
