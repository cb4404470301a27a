using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>
/// The daily system dashboard: the whole system as it was known at one moment, on one or two pages. It holds names and figures of
/// that moment, so that it stays what it was when places, rules and metrics change.
/// </summary>
/// <param name="System">The system's name.</param>
/// <param name="At">The moment. UTC.</param>
/// <param name="Rules">Name and version of the rules that levels were calculated by.</param>
/// <param name="IsExercise">Whether its figures are a simulator's or a replay's.</param>
/// <param name="Silences">What was missing or late, the worst first.</param>
/// <param name="Expected">How many places were expected to report anything.</param>
/// <param name="ComparedWith">The same time on the day before; null where nothing was known then. UTC.</param>
public sealed record SystemDashboard(
    string System, DateTimeOffset At, string Rules, bool IsExercise, ImmutableArray<DashboardPlace> Places, DashboardDelays Delays,
    DashboardAlerts Alerts, ImmutableArray<DashboardSilence> Silences, int Expected, DateTimeOffset? ComparedWith)
{
    /// <summary>The whole system's own line.</summary>
    public DashboardPlace Whole => Places.First(place => place.Kind is PlaceKind.Footprint);
}

/// <summary>A place in the dashboard.</summary>
/// <param name="Name">As said aloud on a call.</param>
/// <param name="Parent">What counts it in its sums; null for the whole system.</param>
/// <param name="Figures">Of each metric that the dashboard has of such a place.</param>
public sealed record DashboardPlace(
    PlaceCode Code, string Name, PlaceKind Kind, PlaceCode? Parent, DashboardLevel Level, ImmutableArray<DashboardFigure> Figures)
{
    /// <summary>The figure for a metric; null where the dashboard has none of such a place.</summary>
    public DashboardFigure? this[MetricCode metric] => Figures.FirstOrDefault(figure => figure.Metric == metric);
}

/// <summary>A place's pressure, calculated and declared.</summary>
/// <param name="Calculated">Null when too little was known to say.</param>
/// <param name="Known">Measures known of those in the rules; for a sum, members known of those expected.</param>
/// <param name="IsOfMeasures">Whether <paramref name="Known"/> counts measures.</param>
/// <param name="Before">The calculated level at the same time on the day before; null when it was not known.</param>
/// <param name="Declared">What a person had declared; null where nothing held.</param>
public sealed record DashboardLevel(
    OpelLevel? Calculated, double? Score, Coverage Known, bool IsOfMeasures, OpelLevel? Before, DashboardDeclared? Declared);

/// <summary>A level that a person had declared.</summary>
/// <param name="By">Name and role, as they gave them.</param>
/// <param name="Until">When it was to end. UTC.</param>
public sealed record DashboardDeclared(OpelLevel Level, string Reason, string By, DateTimeOffset At, DateTimeOffset Until);

/// <summary>Delayed transfers of care over the whole system.</summary>
/// <param name="Reasons">Reason against who must act, the most patients first.</param>
/// <param name="Before">Patients delayed at the same time on the day before, of as many organisations as were known then; null for none.</param>
/// <param name="BeforeKnown">How many those were, of those that ought to be.</param>
public sealed record DashboardDelays(
    DelaySum All, DelaySum Acute, DelaySum NonAcute, ImmutableArray<DelayReasonRow> Reasons, double? Before, Coverage? BeforeKnown);

/// <summary>Open alerts.</summary>
/// <param name="AreKnown">Whether every alert of that moment is known: where nobody watched, that there is none says nothing.</param>
/// <param name="Unanswered">How many of them nobody had answered.</param>
/// <param name="First">The most urgent; at most <see cref="DashboardRules.MostAlerts"/>.</param>
public sealed record DashboardAlerts(
    bool AreKnown, int Critical, int Warning, int Notice, int Unanswered, ImmutableArray<DashboardAlert> First)
{
    /// <summary>All of them.</summary>
    public int Count => Critical + Warning + Notice;
}

/// <summary>One open alert.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="FiredAt">UTC.</param>
/// <param name="By">Who had taken it on or put it off; null for nobody.</param>
/// <param name="Words">What it was about, with value and unit.</param>
public sealed record DashboardAlert(
    PlaceCode Place, string PlaceName, string Rule, Severity Severity, AlertPhase Phase, DateTimeOffset FiredAt, string? By, string Words);

/// <summary>Something that a place was expected to report and did not, or not in time.</summary>
/// <param name="Groups">The metric groups concerned; empty when it is all that the place is expected to report.</param>
/// <param name="LastAt">When it was last heard; null for never. UTC.</param>
public sealed record DashboardSilence(PlaceCode Place, string PlaceName, ImmutableArray<string> Groups, Freshness Freshness, DateTimeOffset? LastAt);
