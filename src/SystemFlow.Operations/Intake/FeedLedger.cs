using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Operations.Intake;

/// <summary>
/// What each feed sent and what became of it, by day in the United Kingdom. In memory while the program runs; written to
/// disk every few seconds and at the end (<see cref="Save"/>). A crash may cost the last seconds' counts and nothing else:
/// the readings are in the series store. At most <see cref="FeedsKept"/> feeds are told apart.
/// </summary>
public sealed partial class FeedLedger
{
    /// <summary>Feeds told apart; what further ones send is counted under <see cref="FeedCounts.Others"/>.</summary>
    public const int FeedsKept = 500;

    /// <summary>Days held, today included.</summary>
    public const int DaysKept = 14;

    private readonly Lock _gate = new();
    private readonly Lock _saving = new();
    private readonly IntakeFile _file;
    private readonly ILogger<FeedLedger> _logger;
    private readonly Dictionary<string, FeedRecord> _feeds;
    private readonly Dictionary<(string Feed, DateOnly Day), FeedCounts> _days;
    private readonly HashSet<string> _changedFeeds = [];
    private readonly HashSet<(string Feed, DateOnly Day)> _changedDays = [];
    private bool _isFailing;

    internal FeedLedger(IntakeFile file, ILogger<FeedLedger> logger)
    {
        (_file, _logger) = (file, logger);
        _feeds = file.Read(database => database.Query<string>("SELECT record FROM feeds").Select(Of<FeedRecord>).ToDictionary(it => it.Feed, StringComparer.Ordinal));
        _days = file.Read(database => database.Query<(string Feed, long Day, string Counts)>("SELECT feed, day, counts FROM feed_days")
            .ToDictionary(row => (row.Feed, DateOnly.FromDayNumber((int)row.Day)), row => Of<FeedCounts>(row.Counts)));
    }

    /// <summary>Told of a feed that sent something of which nothing was taken, on the recording thread: do little.</summary>
    public event Action<string>? Refused;

    /// <summary>Every feed that ever sent, by name.</summary>
    public ImmutableArray<FeedRecord> Feeds
    {
        get
        {
            lock (_gate) return [.. _feeds.Values.OrderBy(feed => feed.Feed, StringComparer.Ordinal)];
        }
    }

    /// <summary>One feed; null when it never sent anything.</summary>
    public FeedRecord? Find(string feed)
    {
        lock (_gate) return _feeds.GetValueOrDefault(feed);
    }

    /// <summary>Adds a message.</summary>
    public void Record(string feed, FeedReceipt receipt)
    {
        lock (_gate)
        {
            var name = _feeds.ContainsKey(feed) || _feeds.Count < FeedsKept ? feed : FeedCounts.Others;
            var day = (name, EnglandCalendar.DateOf(receipt.At));
            Set((_feeds.GetValueOrDefault(name) ?? new FeedRecord(name, receipt.At, receipt.At)).With(receipt));
            _days[day] = (_days.GetValueOrDefault(day) ?? FeedCounts.None).With(receipt);
            _changedDays.Add(day);
        }

        if (receipt.IsRefused) Refused?.Invoke(feed);
    }

    /// <summary>Notes that a feed's owner was told of so many patient-like messages; what came since is told the next time.</summary>
    public void ToldOfPatients(string feed, int messages, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(feed, out var now)) return;
            var rest = now.PatientLike - messages;
            Set(now with { PatientToldAt = at, PatientLike = rest, PatientLikeSince = rest > 0 ? at : null });
        }
    }

    /// <summary>Notes that a feed's owner was told that it is broken.</summary>
    public void ToldBroken(string feed, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(feed, out var now)) Set(now with { BrokenToldAt = at, IsBrokenTold = now.Pulse.IsBroken });
        }
    }

    /// <summary>What a feed sent on the last so many days, today included.</summary>
    public FeedCounts Sum(string feed, DateOnly today, int days) =>
        Days(feed, today, days).Aggregate(FeedCounts.None, (sum, day) => sum.Plus(day.Counts));

    /// <summary>The same day by day, today first; days without a message are in it.</summary>
    public ImmutableArray<(DateOnly Day, FeedCounts Counts)> Days(string feed, DateOnly today, int days)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, days).Select(back => today.AddDays(-back)).Select(day => (day, _days.GetValueOrDefault((feed, day), FeedCounts.None)))];
        }
    }

    /// <summary>Writes what changed since the last time, and forgets old days. What cannot be written is tried again the next time.</summary>
    public void Save(DateTimeOffset now)
    {
        lock (_saving)
        {
            var (feeds, days) = TakeChanges(EnglandCalendar.DateOf(now).AddDays(-DaysKept));
            if (feeds.Count + days.Count == 0) return;
            try
            {
                _file.Write(database => Write(database, feeds, days, EnglandCalendar.DateOf(now).AddDays(-DaysKept)));
                if (_isFailing) LogRecovered();
                _isFailing = false;
            }
            catch (SqliteException error)
            {
                if (!_isFailing) LogFailing(error);
                _isFailing = true;
                lock (_gate)
                {
                    _changedFeeds.UnionWith(feeds.Select(feed => feed.Feed));
                    _changedDays.UnionWith(days.Select(day => day.Key));
                }
            }
        }
    }

    private void Set(FeedRecord feed)
    {
        _feeds[feed.Feed] = feed;
        _changedFeeds.Add(feed.Feed);
    }

    private (List<FeedRecord> Feeds, List<KeyValuePair<(string Feed, DateOnly Day), FeedCounts>> Days) TakeChanges(DateOnly last)
    {
        lock (_gate)
        {
            foreach (var old in _days.Keys.Where(day => day.Day <= last).ToList()) _days.Remove(old);
            var feeds = _changedFeeds.Select(feed => _feeds[feed]).ToList();
            var days = _days.Where(day => _changedDays.Contains(day.Key)).ToList();
            _changedFeeds.Clear();
            _changedDays.Clear();
            return (feeds, days);
        }
    }

    private static bool Write(
        SqliteConnection database, List<FeedRecord> feeds, List<KeyValuePair<(string Feed, DateOnly Day), FeedCounts>> days, DateOnly last)
    {
        foreach (var feed in feeds)
        {
            database.Execute("REPLACE INTO feeds (feed, record) VALUES (@Feed, @json)", new { feed.Feed, json = JsonSerializer.Serialize(feed) });
        }

        foreach (var ((feed, day), counts) in days)
        {
            database.Execute(
                "REPLACE INTO feed_days (feed, day, counts) VALUES (@feed, @day, @json)",
                new { feed, day = day.DayNumber, json = JsonSerializer.Serialize(counts) });
        }

        database.Execute("DELETE FROM feed_days WHERE day <= @last", new { last = last.DayNumber });
        return true;
    }

    private static T Of<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    [LoggerMessage(1, LogLevel.Error, "What feeds sent is counted in memory only: intake.db cannot be written. It is tried again; check its disk.")]
    private partial void LogFailing(Exception error);

    [LoggerMessage(2, LogLevel.Information, "What feeds sent is written to disk again.")]
    private partial void LogRecovered();
}
