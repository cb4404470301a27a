using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Plans;

/// <summary>What a metric ought to be.</summary>
/// <param name="Name">As people call it: "4-hour standard".</param>
/// <param name="Value">In the metrics' unit.</param>
/// <param name="Sense">On which side of it one ought to be.</param>
/// <param name="Source">The document that it comes from.</param>
public sealed record Target(
    string Name, ImmutableArray<MetricCode> Metrics, ImmutableArray<PlaceKind> Kinds, double Value, TargetSense Sense, string Source)
{
    /// <summary>The first day of each year on which it holds, as month and day; null for the whole year.</summary>
    public string? From { get; init; }

    /// <summary>The last day; before <see cref="From"/> where it runs over the new year.</summary>
    public string? To { get; init; }

    /// <summary>Whether it is for a metric at a place, on some day at least.</summary>
    public bool IsFor(Place place, MetricCode metric) => Kinds.Contains(place.Kind) && Metrics.Contains(metric);

    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(DateOnly day)
    {
        if (From is null || To is null) return true;
        var date = day.ToString("MM-dd", CultureInfo.InvariantCulture); // Compared as text: zeros in front make that right.
        var (isFrom, isTo) = (string.CompareOrdinal(date, From) >= 0, string.CompareOrdinal(date, To) <= 0);
        return string.CompareOrdinal(From, To) <= 0 ? isFrom && isTo : isFrom || isTo;
    }

    /// <summary>Whether a value meets it.</summary>
    public bool IsMetBy(double value) => Sense is TargetSense.AtLeast ? value >= Value : value <= Value;
}

/// <summary>On which side of a target one ought to be.</summary>
public enum TargetSense
{
    /// <summary>There or above: the 95% of the 4-hour standard.</summary>
    AtLeast,
    /// <summary>There or below: a ceiling.</summary>
    AtMost,
}
