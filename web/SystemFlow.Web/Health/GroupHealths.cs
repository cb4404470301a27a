using System.Collections.Immutable;
using SystemFlow.Domain.Feeds;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Health;

/// <summary>From what places show to how it stands with each metric group. A function of its arguments.</summary>
/// <param name="pulses">Every feed by name.</param>
/// <param name="feedOf">The feed that brought a reading; its source where none is known.</param>
internal sealed class GroupHealths(
    Footprint footprint, MetricDictionary dictionary, IReadOnlyDictionary<string, FeedPulse> pulses, Func<Reading, string> feedOf,
    IReadOnlyCollection<FeedKey> keys, DateTimeOffset now)
{
    /// <summary>Groups that a place is expected to report, and others that it has sent.</summary>
    public IEnumerable<GroupHealth> Of(Place place, PlaceState state)
    {
        var sent = state.Figures.Values.Where(IsOwn).ToLookup(figure => dictionary[figure.Reading.Metric.Metric].Group);
        return place.Expects.Concat(sent.Select(group => group.Key)).Distinct().Select(group => Of(place, group, sent[group]));
    }

    private GroupHealth Of(Place place, string group, IEnumerable<Figure> figures)
    {
        var metrics = figures.Select(figure => figure.Reading).OrderBy(reading => OrderOf(reading.Metric)).ThenBy(reading => reading.Metric.ToString(), StringComparer.Ordinal)
            .Select(reading => Of(reading, place.Expects.Contains(group))).ToImmutableArray();
        if (metrics.IsEmpty)
        {
            var owed = dictionary.Metrics.First(metric => metric.Group == group && !metric.IsDerived);
            var owner = FeedFor(place);
            var standing = StandingRule.Of(null, owed, isExpected: true, owner is null ? null : pulses.GetValueOrDefault(owner), now);
            return new GroupHealth(place.Code, group, owner, standing, null, null, 0, []);
        }

        // A figure speaks for the group before the statement that there is none; of one moment's the one that stands worst.
        var newest = metrics.OrderBy(metric => metric.Absent is not null).ThenByDescending(metric => metric.LastAt).ThenByDescending(metric => metric.Standing).First();
        return new GroupHealth(
            place.Code, group, newest.Feed, newest.Standing, newest.LastAt, newest.OverdueBy,
            metrics.Count(metric => metric.Standing > newest.Standing && metric.Standing >= Standing.Late), metrics);
    }

    private MetricHealth Of(Reading reading, bool isExpected)
    {
        var metric = dictionary[reading.Metric.Metric];
        var cadence = reading.Cadence ?? metric.Cadence;
        var standing = StandingRule.Of(reading, metric, isExpected, pulses.GetValueOrDefault(feedOf(reading)), now);
        var overdue = now - reading.PeriodEnd - cadence;
        return new MetricHealth(
            reading.Metric, standing, reading.PeriodEnd, cadence, standing >= Standing.Late && overdue > TimeSpan.Zero ? overdue : null,
            reading.Source, feedOf(reading), reading.Absent);
    }

    private int OrderOf(MetricKey key) => dictionary.Metrics.IndexOf(dictionary[key.Metric]);

    // Whoever has a key for the place, if it is one; a key for every place says nothing about who serves which.
    private string? FeedFor(Place place)
    {
        var feeds = keys.Where(key => !key.Places.IsEmpty && key.RevokedAt is null && key.MayWrite(place, footprint)).Select(key => key.Feed).Take(2).ToList();
        return feeds is [var only] ? only : null;
    }

    private static bool IsOwn(Figure figure) => figure is { Coverage: null, Reading.Source: not Figure.Derived };
}
