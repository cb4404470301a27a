using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Kit;

/// <summary>What a partner is asked to send for a place.</summary>
public static class PlaceMetrics
{
    /// <summary>
    /// The metrics that a place is expected to report, in the dictionary's order, without those that are worked out here.
    /// What reports nothing itself, such as a trust, may send what the places under it are asked for.
    /// </summary>
    public static ImmutableArray<Metric> Of(Place place, Footprint footprint, MetricDictionary dictionary)
    {
        var groups = GroupsOf(place, footprint).ToHashSet();
        return [.. dictionary.Metrics.Where(metric => !metric.IsDerived && groups.Contains(metric.Group))];
    }

    private static IEnumerable<string> GroupsOf(Place place, Footprint footprint) =>
        place.Expects.IsEmpty ? footprint.MembersOf(place.Code).SelectMany(member => GroupsOf(member, footprint)) : place.Expects;
}
