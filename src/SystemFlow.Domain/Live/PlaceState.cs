using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>A place now: every figure with its age, and the pressure they add up to. What grains hold and screens show.</summary>
/// <param name="Version">Grows with every change of this place; equal versions are equal states.</param>
/// <param name="At">When it was worked out. UTC.</param>
public sealed record PlaceState(
    PlaceCode Place, long Version, DateTimeOffset At, ImmutableDictionary<MetricKey, Figure> Figures, Pressure Pressure)
{
    /// <summary>A place that nothing is known about.</summary>
    public static PlaceState Unknown(PlaceCode place) => new(
        place, 0, DateTimeOffset.MinValue, ImmutableDictionary<MetricKey, Figure>.Empty, Pressure.Unknown);

    /// <summary>The figure for a metric; null if there has never been one.</summary>
    public Figure? this[MetricKey metric] => Figures.GetValueOrDefault(metric);

    /// <summary>Whether it shows just what another state does, whenever that was worked out.</summary>
    public bool HasFiguresOf(PlaceState other) =>
        Figures.Count == other.Figures.Count
        && Figures.All(figure => other.Figures.TryGetValue(figure.Key, out var same) && figure.Value == same)
        && Pressure.Score == other.Pressure.Score && Pressure.Level == other.Pressure.Level
        && Pressure.Lowest == other.Pressure.Lowest && Pressure.Highest == other.Pressure.Highest
        && Pressure.Coverage == other.Pressure.Coverage;

    /// <summary>When the newest of its figures was true; null before the first.</summary>
    public DateTimeOffset? NewestAt => Figures.IsEmpty ? null : Figures.Values.Max(figure => figure.Reading.PeriodEnd);
}
