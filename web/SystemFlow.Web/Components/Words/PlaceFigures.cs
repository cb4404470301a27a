using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>What can be said of a place's figures together.</summary>
internal static class PlaceFigures
{
    /// <summary>A figure as shown; "Not applicable" where neither the place nor anything under it is expected to have one.</summary>
    public static Cell CellOf(PlaceState state, Place place, Metric metric, Footprint footprint, DateTimeOffset now) =>
        state[metric.Code] is null && !IsExpected(footprint, place, metric.Group)
            ? Cell.NotApplicable
            : Cell.Of(state[metric.Code], metric, now);

    /// <summary>Whether some figure of now was sent by the place itself, not summed or worked out here.</summary>
    public static bool SpeaksForItself(PlaceState state, MetricDictionary dictionary) =>
        state.Figures.Any(figure =>
            figure.Value is { Coverage: null, Current: not null, Reading.Source: not (Figure.Derived or Figure.RolledUp) }
            && !dictionary[figure.Key.Metric].IsHistory);

    /// <summary>
    /// The freshness and moment of the newest figure that is not history; of several of that moment, the one that is due most
    /// often. A month's total that arrives says nothing about whether the feeds of today do.
    /// </summary>
    public static (Freshness Freshness, DateTimeOffset? At) Newest(
        PlaceState state, MetricDictionary dictionary, DateTimeOffset now)
    {
        (Freshness Freshness, DateTimeOffset? At) newest = (Freshness.NeverSeen, null);
        foreach (var (key, figure) in state.Figures)
        {
            var metric = dictionary[key.Metric];
            if (metric.IsHistory || figure.Reading.Value is null || figure.Reading.PeriodEnd < newest.At) continue;
            var freshness = Cell.Freshness(figure, metric, now);
            var isNewer = newest.At is null || figure.Reading.PeriodEnd > newest.At;
            if (isNewer || freshness > newest.Freshness) newest = (freshness, figure.Reading.PeriodEnd);
        }

        return newest;
    }

    private static bool IsExpected(Footprint footprint, Place place, string group) =>
        place.Expects.Contains(group)
        || footprint.MembersOf(place.Code).Any(member => IsExpected(footprint, member, group));
}
