using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>A figure as a place had it at the moment of an edition: all that a screen needs to show it, and no more.</summary>
/// <param name="Value">In the metric's unit; null where there was none.</param>
/// <param name="At">When it was true. UTC; null where there has never been a figure.</param>
/// <param name="Freshness">How far it could be trusted then.</param>
/// <param name="Coverage">For a sum over members, how many of them are in it; null for a place's own.</param>
/// <param name="Absent">Why there is no value, as its source said.</param>
/// <param name="Cadence">How often its source sends it, where that is not the metric's own cadence.</param>
/// <param name="Applies">Whether the place, or one under it, is expected to have such a figure.</param>
/// <param name="Before">The value at the same time on the day before; null where it was not known then, or was silent.</param>
/// <param name="BeforeCoverage">For a sum over members, how many of them were in it then; null for a place's own.</param>
public sealed record DashboardFigure(
    MetricCode Metric, double? Value, DateTimeOffset? At, Freshness Freshness, Coverage? Coverage, Absent? Absent, TimeSpan? Cadence,
    bool Applies, double? Before, Coverage? BeforeCoverage = null)
{
    /// <summary>The value if it could be acted on then: there was one, and it was not silent.</summary>
    public double? Current => Freshness is Freshness.Fresh or Freshness.Late ? Value : null;

    /// <summary>Whether it is of as many members as on the day before: sums of more and of fewer say nothing of a change.</summary>
    public bool IsComparable => Coverage == BeforeCoverage;

    /// <summary>The figure again, for whatever shows figures; null where there has never been one.</summary>
    public Figure? For(PlaceCode place) => At is not { } at ? null
        : new Figure(new Reading(place, Metric, Value, at, "") { Absent = Absent, Cadence = Cadence }, Freshness, Coverage);

    /// <summary>A place's figure for a metric, beside that of the day before.</summary>
    public static DashboardFigure Of(MetricCode metric, PlaceState state, PlaceState? before, bool applies)
    {
        var figure = state[metric];
        return new DashboardFigure(
            metric, figure?.Reading.Value, figure?.Reading.PeriodEnd, figure?.Freshness ?? Freshness.NeverSeen, figure?.Coverage,
            figure?.Reading.Absent, figure?.Reading.Cadence, applies || figure is not null, before?[metric]?.Current,
            before?[metric]?.Coverage);
    }
}
