using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace SystemFlow.Operations.Intake;

/// <summary>Some of what is written of feeds.</summary>
internal sealed record LedgerRows(ImmutableArray<FeedRecord> Feeds, ImmutableDictionary<(string Feed, DateOnly Day), FeedCounts> Days);

/// <summary>
/// Writes and reads what became of feeds' messages. Where the answer to a write may be lost, each is numbered: what was kept after all is not
/// added again.
/// </summary>
/// <param name="isShared">Whether the answer may be lost: on a server.</param>
internal sealed class LedgerTable(bool isShared)
{
    private static readonly TimeSpan SavesKept = TimeSpan.FromDays(7);

    private readonly string _ledger = Guid.NewGuid().ToString("N");
    private ImmutableList<(long Number, LedgerChanges Changes)> _batches = [];
    private long _number;
    private bool _isLastSent = true;

    /// <summary>Whether nothing waits whose write failed.</summary>
    public bool IsEmpty => _batches.IsEmpty;

    /// <summary>Takes changes to write, with those whose write failed.</summary>
    public void Take(LedgerChanges changes)
    {
        _batches = _isLastSent || _batches.IsEmpty
            ? _batches.Add((++_number, changes))
            : _batches.SetItem(_batches.Count - 1, (_number, _batches[^1].Changes.Plus(changes)));
        _isLastSent = false;
    }

    /// <summary>What of that is not written.</summary>
    public LedgerChanges Left(DbConnection database)
    {
        var kept = !isShared || _batches.IsEmpty ? 0
            : database.ExecuteScalar<long?>("SELECT number FROM feed_saves WHERE ledger = @_ledger", new { _ledger }) ?? 0;
        return _batches.Where(batch => batch.Number > kept).Aggregate(LedgerChanges.None, (all, batch) => all.Plus(batch.Changes));
    }

    /// <summary>All of it is written.</summary>
    public void Done() => _batches = [];

    public static ImmutableArray<FeedRecord> Feeds(DbConnection database) =>
        [.. database.Query<string>("SELECT record FROM feeds").Select(Of<FeedRecord>)];

    public static Dictionary<(string Feed, DateOnly Day), FeedCounts> Days(DbConnection database) =>
        database.Query<(string Feed, long Day, string Counts)>("SELECT feed, day, counts FROM feed_days")
            .ToDictionary(row => (row.Feed, DateOnly.FromDayNumber((int)row.Day)), row => Of<FeedCounts>(row.Counts));

    /// <summary>What is written of a feed; null for all.</summary>
    public static LedgerRows Read(DbConnection database, string? feed) => feed is null
        ? new LedgerRows(Feeds(database), Days(database).ToImmutableDictionary())
        : new LedgerRows(
            [.. database.Query<string>("SELECT record FROM feeds WHERE feed = @feed", new { feed }).Select(Of<FeedRecord>)],
            database.Query<(long Day, string Counts)>("SELECT day, counts FROM feed_days WHERE feed = @feed", new { feed })
                .ToImmutableDictionary(row => (feed, DateOnly.FromDayNumber((int)row.Day)), row => Of<FeedCounts>(row.Counts)));

    /// <summary>Adds what was taken and is not written to what is, and forgets old days. Within a write.</summary>
    /// <param name="last">The newest day that is forgotten.</param>
    /// <returns>What is written of those feeds now.</returns>
    public LedgerRows Add(DbConnection database, DateOnly last, DateTimeOffset now)
    {
        var changes = Left(database);
        var feeds = ImmutableArray.CreateBuilder<FeedRecord>();
        foreach (var name in changes.Names)
        {
            var written = database.QueryFirstOrDefault<string>("SELECT record FROM feeds WHERE feed = @name", new { name });
            if (changes.On(name, written is null ? null : Of<FeedRecord>(written)) is not { } feed) continue;
            database.Execute(
                "INSERT INTO feeds (feed, record) VALUES (@name, @json) ON CONFLICT (feed) DO UPDATE SET record = excluded.record",
                new { name, json = JsonSerializer.Serialize(feed) });
            feeds.Add(feed);
        }

        var days = ImmutableDictionary.CreateBuilder<(string Feed, DateOnly Day), FeedCounts>();
        foreach (var key in changes.Days.Keys.Where(key => key.Day > last))
        {
            var at = new { key.Feed, day = (long)key.Day.DayNumber };
            var written = database.QueryFirstOrDefault<string>("SELECT counts FROM feed_days WHERE feed = @Feed AND day = @day", at);
            days[key] = changes.On(key, written is null ? FeedCounts.None : Of<FeedCounts>(written));
            database.Execute(
                "INSERT INTO feed_days (feed, day, counts) VALUES (@Feed, @day, @json) ON CONFLICT (feed, day) DO UPDATE SET counts = excluded.counts",
                new { at.Feed, at.day, json = JsonSerializer.Serialize(days[key]) });
        }

        database.Execute("DELETE FROM feed_days WHERE day <= @last", new { last = (long)last.DayNumber });
        if (isShared) Number(database, now);
        _isLastSent = true;
        return new LedgerRows(feeds.ToImmutable(), days.ToImmutable());
    }

    private void Number(DbConnection database, DateTimeOffset now) => database.Execute(
        """
        INSERT INTO feed_saves (ledger, number, at) VALUES (@_ledger, @_number, @at)
        ON CONFLICT (ledger) DO UPDATE SET number = excluded.number, at = excluded.at;
        DELETE FROM feed_saves WHERE at < @old;
        """,
        new { _ledger, _number, at = now.UtcTicks, old = (now - SavesKept).UtcTicks });

    private static T Of<T>(string json) => JsonSerializer.Deserialize<T>(json)!;
}
