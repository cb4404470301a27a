using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Operations.Intake;

/// <summary>
/// What each feed sent and what became of it, by day in the United Kingdom. In memory while the program runs; written to
/// disk every few seconds and at the end (<see cref="Save"/>), upon what other nodes wrote. A crash may cost the last seconds' counts and nothing
/// else: the readings are in the series store. At most <see cref="FeedsKept"/> feeds are told apart.
/// </summary>
public sealed partial class FeedLedger
{
    /// <summary>Feeds told apart; what further ones send is counted under <see cref="FeedCounts.Others"/>.</summary>
    public const int FeedsKept = 500;

    /// <summary>Days held, today included.</summary>
    public const int DaysKept = 14;

    private const string News = "feed ";

    private readonly Lock _gate = new();
    private readonly Lock _saving = new();
    private readonly IntakeFile _file;
    private readonly ILogger<FeedLedger> _logger;
    private readonly LedgerTable _table;
    private readonly Dictionary<string, FeedRecord> _feeds;
    private readonly Dictionary<(string Feed, DateOnly Day), FeedCounts> _days;
    private LedgerChanges _unsaved = LedgerChanges.None;
    private bool _isFailing;

    internal FeedLedger(IntakeFile file, ILogger<FeedLedger> logger)
    {
        (_file, _logger, _table) = (file, logger, new LedgerTable(file.Database.IsShared));
        _feeds = file.Read(LedgerTable.Feeds).ToDictionary(feed => feed.Feed, StringComparer.Ordinal);
        _days = file.Read(LedgerTable.Days);
        file.Database.Heard += Hear;
    }

    /// <summary>Told of a feed that sent something, here or to another node, of which nothing was taken; on the recording thread: do little.</summary>
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
            _unsaved = _unsaved.With(name, day.Item2, receipt, isKnown: _feeds.ContainsKey(name));
            _feeds[name] = (_feeds.GetValueOrDefault(name) ?? new FeedRecord(name, receipt.At, receipt.At)).With(receipt);
            _days[day] = (_days.GetValueOrDefault(day) ?? FeedCounts.None).With(receipt);
        }

        if (receipt.IsRefused) Refused?.Invoke(feed);
    }

    /// <summary>Notes that a feed's owner was told of so many patient-like messages; what came since is told the next time.</summary>
    public void ToldOfPatients(string feed, int messages, DateTimeOffset at) => Told(feed, now =>
    {
        var rest = Math.Max(0, now.PatientLike - messages);
        return now with { PatientToldAt = at, PatientLike = rest, PatientLikeSince = rest > 0 ? at : null };
    });

    /// <summary>Notes that a feed's owner was told that it is broken.</summary>
    public void ToldBroken(string feed, DateTimeOffset at) =>
        Told(feed, now => now with { BrokenToldAt = at, IsBrokenTold = now.Pulse.IsBroken });

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

    /// <summary>
    /// Adds what came since the last time to what is written, and forgets old days: so nodes' counts add up, and each sees the sum. What cannot be
    /// written is tried again the next time, and counts once.
    /// </summary>
    public void Save(DateTimeOffset now)
    {
        lock (_saving)
        {
            var last = EnglandCalendar.DateOf(now).AddDays(-DaysKept);
            LedgerChanges taken;
            lock (_gate)
            {
                foreach (var old in _days.Keys.Where(day => day.Day <= last).ToList()) _days.Remove(old);
                (taken, _unsaved) = (_unsaved, LedgerChanges.None);
            }

            if (taken.IsEmpty && _table.IsEmpty) return;
            _table.Take(taken);
            try
            {
                var written = _file.Write(database =>
                {
                    foreach (var feed in taken.Names) _file.Database.Tell(database, News + feed);
                    return _table.Add(database, last, now);
                });
                _table.Done();
                Show(written, LedgerChanges.None);
                if (_isFailing) LogRecovered();
                _isFailing = false;
            }
            catch (DbException error)
            {
                if (!_isFailing) LogFailing(error);
                _isFailing = true;
            }
        }
    }

    private void Told(string feed, Func<FeedRecord, FeedRecord> told)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(feed, out var now)) return;
            _feeds[feed] = told(now);
            _unsaved = _unsaved.With(feed, told);
        }
    }

    // What other nodes wrote, with what this one has yet to write.
    private void Hear(string? key)
    {
        if (key is not null && !key.StartsWith(News, StringComparison.Ordinal)) return;
        List<string> refused;
        lock (_saving)
        {
            var (rows, left) = _file.Read(database => (LedgerTable.Read(database, key?[News.Length..]), _table.Left(database)));
            refused = Show(rows, left);
        }

        foreach (var feed in refused) Refused?.Invoke(feed);
    }

    private List<string> Show(LedgerRows rows, LedgerChanges left)
    {
        lock (_gate)
        {
            var unsaved = left.Plus(_unsaved);
            var refused = new List<string>();
            foreach (var feed in rows.Feeds)
            {
                var before = _feeds.GetValueOrDefault(feed.Feed);
                var now = _feeds[feed.Feed] = unsaved.On(feed.Feed, feed)!;
                if (now.RefusedInARow > (before?.RefusedInARow ?? 0) || now.PatientLike > (before?.PatientLike ?? 0)) refused.Add(feed.Feed);
            }

            foreach (var (day, counts) in rows.Days) _days[day] = unsaved.On(day, counts);
            return refused;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "What feeds sent is counted in memory only: where intake is kept cannot be written. It is tried again; check it.")]
    private partial void LogFailing(Exception error);

    [LoggerMessage(2, LogLevel.Information, "What feeds sent is written to disk again.")]
    private partial void LogRecovered();
}
