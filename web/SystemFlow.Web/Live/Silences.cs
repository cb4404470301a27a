using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Live;

/// <summary>Something that a place is expected to report and does not, or not in time.</summary>
/// <param name="Groups">The metric groups concerned; empty when it is all that the place is expected to report.</param>
/// <param name="Freshness">The best that can be said of them.</param>
/// <param name="LastAt">When the group that is worst off was last heard; null when there has never been one. UTC.</param>
public sealed record Silence(Place Place, ImmutableArray<string> Groups, Freshness Freshness, DateTimeOffset? LastAt);

/// <summary>Finds what is missing or late.</summary>
internal static class Silences
{
    /// <summary>What each place owes, the worst first: nothing ever, then silent, then late.</summary>
    public static ImmutableArray<Silence> Of(
        Footprint footprint, MetricDictionary dictionary, Func<PlaceCode, PlaceState> states, DateTimeOffset now) =>
    [
        .. footprint.Places
            .SelectMany(place => Of(place, dictionary, states(place.Code), now))
            .OrderBy(silence => silence.Freshness switch
            {
                Freshness.NeverSeen => 0,
                Freshness.Silent => 1,
                _ => 2,
            })
            .ThenBy(silence => silence.LastAt),
    ];

    /// <summary>The newest reading of a metric group that a place sent, and how fresh it is.</summary>
    public static (Freshness Freshness, DateTimeOffset? LastAt) Newest(
        PlaceState state, string group, MetricDictionary dictionary, DateTimeOffset now)
    {
        var newest = state.Figures
            .Where(figure => figure.Value is { Coverage: null, Reading.Value: not null, Reading.Source: not Figure.Derived })
            .Select(figure => (figure.Value, Metric: dictionary[figure.Key.Metric]))
            .Where(figure => figure.Metric.Group == group)
            .OrderByDescending(figure => figure.Value.Reading.PeriodEnd)
            .ThenByDescending(figure => Cell.Freshness(figure.Value, figure.Metric, now)) // Of one moment's the most urgent.
            .FirstOrDefault();
        return newest.Value is null
            ? (Freshness.NeverSeen, null)
            : (Cell.Freshness(newest.Value, newest.Metric, now), newest.Value.Reading.PeriodEnd);
    }

    private static IEnumerable<Silence> Of(Place place, MetricDictionary dictionary, PlaceState state, DateTimeOffset now)
    {
        var owed = place.Expects
            .Select(group => (Group: group, Newest: Newest(state, group, dictionary, now)))
            .Where(owed => owed.Newest.Freshness is not Freshness.Fresh)
            .GroupBy(owed => owed.Newest.Freshness);
        return owed.Select(groups => new Silence(
            place,
            groups.Count() == place.Expects.Length ? [] : [.. groups.Select(owed => owed.Group)],
            groups.Key,
            groups.Min(owed => owed.Newest.LastAt)));
    }
}
