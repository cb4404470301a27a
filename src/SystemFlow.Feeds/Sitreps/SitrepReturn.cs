using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>One figure of an organisation's daily situation report.</summary>
/// <param name="Column">The column of the national collection.</param>
/// <param name="Value">Null where the cell stays blank.</param>
/// <param name="Remark">Why it is blank, or how it was worked out; empty where there is nothing to say.</param>
/// <param name="At">When the newest reading behind it was true; null where there is none. UTC.</param>
public sealed record ReturnFigure(string Column, MetricCode Metric, double? Value, string Remark, DateTimeOffset? At);

/// <summary>An organisation's daily situation report: beds at 8am of the day on which it is due, events of the day before.</summary>
public sealed record SitrepReturn(PlaceCode Place, DateOnly Due, ImmutableArray<ReturnFigure> Beds, ImmutableArray<ReturnFigure> Events)
{
    /// <summary>All its figures.</summary>
    public ImmutableArray<ReturnFigure> Figures => [.. Beds, .. Events];
}
