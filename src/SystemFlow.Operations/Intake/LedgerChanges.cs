using System.Collections.Immutable;

namespace SystemFlow.Operations.Intake;

/// <summary>What feeds sent that is not written yet. At most as much as there are feeds and days, however long it waits.</summary>
/// <param name="Since">By feed: what is known of it from these messages alone.</param>
/// <param name="Told">By feed: what was noted of its owner, in order.</param>
/// <param name="Days">By feed and day: what these messages count.</param>
internal sealed record LedgerChanges(
    ImmutableDictionary<string, FeedRecord> Since,
    ImmutableDictionary<string, ImmutableList<Func<FeedRecord, FeedRecord>>> Told,
    ImmutableDictionary<(string Feed, DateOnly Day), FeedCounts> Days)
{
    /// <summary>Nothing.</summary>
    public static LedgerChanges None { get; } = new(
        ImmutableDictionary.Create<string, FeedRecord>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableList<Func<FeedRecord, FeedRecord>>>(StringComparer.Ordinal),
        ImmutableDictionary<(string Feed, DateOnly Day), FeedCounts>.Empty);

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Days.IsEmpty && Since.IsEmpty && Told.IsEmpty;

    /// <summary>The feeds that something is to be written of.</summary>
    public IEnumerable<string> Names => Since.Keys.Concat(Told.Keys).Concat(Days.Keys.Select(day => day.Feed)).Distinct(StringComparer.Ordinal);

    /// <summary>With one more message.</summary>
    /// <param name="isKnown">Whether the feed sent anything before: then what a person sends in its name says nothing of it.</param>
    public LedgerChanges With(string feed, DateOnly day, FeedReceipt receipt, bool isKnown) => this with
    {
        Since = receipt.IsByHand && isKnown
            ? Since
            : Since.SetItem(feed, (Since.GetValueOrDefault(feed) ?? new FeedRecord(feed, receipt.At, receipt.At)).With(receipt)),
        Days = Days.SetItem((feed, day), Days.GetValueOrDefault((feed, day), FeedCounts.None).With(receipt)),
    };

    /// <summary>With something more that was noted of its owner.</summary>
    public LedgerChanges With(string feed, Func<FeedRecord, FeedRecord> told) =>
        this with { Told = Told.SetItem(feed, Told.GetValueOrDefault(feed, []).Add(told)) };

    /// <summary>These, and those that came after them.</summary>
    public LedgerChanges Plus(LedgerChanges later) => new(
        later.Since.Aggregate(Since, (all, more) => all.SetItem(more.Key, all.TryGetValue(more.Key, out var before) ? before.Plus(more.Value) : more.Value)),
        later.Told.Aggregate(Told, (all, more) => all.SetItem(more.Key, all.GetValueOrDefault(more.Key, []).AddRange(more.Value))),
        later.Days.Aggregate(Days, (all, more) => all.SetItem(more.Key, all.GetValueOrDefault(more.Key, FeedCounts.None).Plus(more.Value))));

    /// <summary>A feed as it was written, with these upon it; null where it is not known.</summary>
    public FeedRecord? On(string feed, FeedRecord? written)
    {
        var now = Since.TryGetValue(feed, out var since) ? written?.Plus(since) ?? since : written;
        return now is null ? null : Told.GetValueOrDefault(feed, []).Aggregate(now, (record, told) => told(record));
    }

    /// <summary>A day as it was written, with these upon it.</summary>
    public FeedCounts On((string Feed, DateOnly Day) day, FeedCounts written) =>
        Days.TryGetValue(day, out var since) ? written.Plus(since) : written;
}
