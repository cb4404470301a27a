using System.Collections.Immutable;
using SystemFlow.Domain.Feeds;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Entry;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Health;

/// <summary>
/// How every feed does, worked out at most once every two seconds for all pages and callers. Which feed serves what is
/// known from the source of the newest readings, and for what never came from the places that a key names.
/// </summary>
public sealed class FeedBoard(
    FeedLedger ledger, Quarantine quarantine, FeedKeys keys, LiveView live, Footprint footprint, MetricDictionary dictionary, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private FeedsNow? _last;
    private long _lookedAt;

    /// <summary>The view of now, at most two seconds old.</summary>
    public FeedsNow Now()
    {
        lock (_gate)
        {
            if (_last is { } last && TimeProvider.System.GetElapsedTime(_lookedAt) < GoodFor) return last;
            _lookedAt = TimeProvider.System.GetTimestamp();
            return _last = Look();
        }
    }

    /// <summary>The view of now, whatever was looked at before: for whoever has just changed something.</summary>
    public FeedsNow Look()
    {
        var now = time.GetUtcNow();
        var records = ledger.Feeds;
        var feedOf = records.SelectMany(record => record.Sources.Select(source => (source, record.Feed)))
            .GroupBy(pair => pair.source, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.First().Feed, StringComparer.Ordinal);
        foreach (var record in records) feedOf[record.Feed] = record.Feed;
        var known = keys.All;
        var pulses = records.ToDictionary(record => record.Feed, record => record.Pulse, StringComparer.Ordinal);
        var rules = new GroupHealths(footprint, dictionary, pulses, FeedOf, known, now);
        ImmutableArray<GroupHealth> groups = [.. footprint.Places.SelectMany(place => rules.Of(place, live[place.Code]))];
        var served = groups.Where(group => group.Feed is not null).ToLookup(group => group.Feed!, StringComparer.Ordinal);
        var names = records.Select(record => record.Feed).Concat(known.Select(key => key.Feed)).Concat(served.Select(feed => feed.Key)).Distinct(StringComparer.Ordinal);
        var feeds = names.Select(name => Of(name, [.. served[name]], known.FirstOrDefault(key => key.Feed == name), now))
            .OrderByDescending(feed => feed.State).ThenBy(feed => feed.Feed, StringComparer.Ordinal);
        return new FeedsNow(now, [.. feeds], groups);

        // Whoever typed a figure is its source; all of them are one feed, and no person is shown as one.
        string FeedOf(Reading reading) =>
            feedOf.TryGetValue(reading.Source, out var feed) ? feed : reading.Method is Method.Manual ? EntryDesk.Feed : reading.Source;
    }

    private FeedView Of(string feed, ImmutableArray<GroupHealth> groups, FeedKey? key, DateTimeOffset now)
    {
        var record = ledger.Find(feed);
        var today = Domain.Alerts.EnglandCalendar.DateOf(now);
        return new FeedView(
            feed, StateOf(feed, record, key, groups, now), record, key, ledger.Sum(feed, today, 1), ledger.Sum(feed, today, 7),
            ledger.Sum(feed, today, FeedLedger.DaysKept), record is null ? QuarantineCounts.None : quarantine.Counts(feed), groups);
    }

    private static FeedState StateOf(string feed, FeedRecord? record, FeedKey? key, ImmutableArray<GroupHealth> groups, DateTimeOffset now) =>
        record?.Pulse.IsBroken is true || Has(groups, Standing.Broken) ? FeedState.Broken
        : record is null && groups.All(group => group.LastAt is null) ? key?.RevokedAt is null ? FeedState.NothingYet : FeedState.Ended
        : Has(groups, Standing.UnexpectedSilence) ? FeedState.Silent
        : Has(groups, Standing.Late) ? FeedState.Late
        : key?.RevokedAt is not null && groups.IsEmpty ? FeedState.Ended
        : groups.IsEmpty && feed != EntryDesk.Feed && !(now - record?.LastGoodAt < SilentAfter)
            ? FeedState.Silent // Others' figures stand for its own: no sign that it lives. People who type owe nothing once a feed is back.
        : FeedState.Well;

    private static bool Has(ImmutableArray<GroupHealth> groups, Standing standing) => groups.Any(group => group.Standing == standing);
}
