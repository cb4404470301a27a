using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Operations.Intake;

/// <summary>
/// Refused rows, kept for their feed's owner to mend, send again or dismiss; the same row sent again is kept once. Keeping them never fails and never holds a
/// sender up for long: what cannot be kept is counted, and said where the rows are shown.
/// </summary>
public sealed partial class Quarantine : IDisposable
{
    private const string News = "refused ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettledKept = TimeSpan.FromDays(400); // As long as alerts that are over.

    private readonly IntakeFile _file;
    private readonly IntakeRecordOptions _options;
    private readonly ILogger<Quarantine> _logger;
    private readonly Meter _meter = new("SystemFlow.Intake");
    private readonly Counter<long> _kept;
    private readonly Counter<long> _lost;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<string, int> _waiting; // Under _writing.
    private ImmutableDictionary<string, long> _notKept = ImmutableDictionary<string, long>.Empty.WithComparers(StringComparer.Ordinal);
    private bool _isFailing;

    internal Quarantine(IntakeFile file, IntakeRecordOptions options, ILogger<Quarantine> logger)
    {
        (_file, _options, _logger) = (file, options, logger);
        _waiting = file.Read(QuarantineTable.Waiting);
        file.Database.Heard += Hear;
        _kept = _meter.CreateCounter<long>("systemflow.quarantine.kept", "{row}", "Refused rows that were kept for their feed's owner");
        _lost = _meter.CreateCounter<long>("systemflow.quarantine.lost", "{row}", "Refused rows that could not be kept");
    }

    /// <summary>Told of a feed whose rows changed, here or on another node, on the writing thread: do little.</summary>
    public event Action<string>? Changed;

    /// <summary>Keeps a message's refused rows: the first of them, where they are more than a feed may have.</summary>
    /// <param name="more">Refused rows of the message that are not among <paramref name="rows"/>; they count as dropped.</param>
    public async Task KeepAsync(string feed, string format, DateTimeOffset at, IReadOnlyCollection<RefusedRow> rows, int more = 0)
    {
        if (rows.Count == 0) return;
        if (!await _writing.WaitAsync(Patience))
        {
            Lose(feed, rows.Count + more);
            return;
        }

        try
        {
            var taken = rows.Take(_options.MaxRows).ToList();
            _kept.Add(await Task.Run(() => Add(feed, format, at, taken, rows.Count - taken.Count + more)));
            if (_isFailing) LogRecovered();
            _isFailing = false;
        }
        catch (DbException error)
        {
            Lose(feed, rows.Count + more);
            if (!_isFailing) LogFailing(error);
            _isFailing = true;
        }
        finally
        {
            _writing.Release();
        }

        Changed?.Invoke(feed);
    }

    /// <summary>A feed's rows in one state, newest first, and how many there are in all; with one reason, or any (null).</summary>
    public (ImmutableArray<QuarantinedRow> Rows, int All) Read(string feed, QuarantineState state, string? reason, int skip, int most) =>
        _file.Read(database => (
            QuarantineTable.Read(database, feed, state, reason, skip, most), QuarantineTable.Count(database, feed, state, reason)));

    /// <summary>One row of a feed; null when there is none, or it is gone.</summary>
    public QuarantinedRow? Find(string feed, long id) => _file.Read(database => QuarantineTable.Find(database, feed, id));

    /// <summary>What is in quarantine for a feed, in numbers.</summary>
    public QuarantineCounts Counts(string feed) => _file.Read(database => QuarantineTable.Counts(database, feed)) with
    {
        NotKept = Volatile.Read(ref _notKept).GetValueOrDefault(feed),
    };

    /// <summary>Settles rows that wait, and says which: the others somebody else had settled, or they are gone.</summary>
    /// <exception cref="DbException">It could not be kept; nothing is settled.</exception>
    public async Task<ImmutableArray<long>> SettleAsync(
        string feed, IReadOnlyCollection<long> ids, QuarantineState state, Settlement settled, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var done = await Task.Run(
                () => _file.Write<ImmutableArray<long>>(database =>
                {
                    _file.Database.Tell(database, News + feed);
                    return [.. ids.Where(id => QuarantineTable.Settle(database, feed, id, state, settled))];
                }),
                CancellationToken.None);
            _waiting[feed] = _waiting.GetValueOrDefault(feed) - done.Length;
            return done;
        }
        finally
        {
            _writing.Release();
            Changed?.Invoke(feed);
        }
    }

    /// <summary>Forgets what is older than it may be kept.</summary>
    /// <exception cref="DbException">It could not be written; nothing is forgotten.</exception>
    public async Task AgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var waiting = await Task.Run(
                () => _file.Write(database =>
                {
                    QuarantineTable.Age(database, now - _options.KeepFor, now - SettledKept);
                    return QuarantineTable.Waiting(database);
                }),
                CancellationToken.None);
            _waiting.Clear();
            foreach (var (feed, rows) in waiting) _waiting[feed] = rows;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _writing.Dispose();
    }

    private int Add(string feed, string format, DateTimeOffset at, List<RefusedRow> rows, int more)
    {
        var before = _waiting.GetValueOrDefault(feed);
        var (added, excess) = _file.Write(database =>
        {
            if (_file.Database.IsShared) before = QuarantineTable.Waiting(database, feed); // Other nodes keep and settle rows too.
            _file.Database.Tell(database, News + feed);
            var added = QuarantineTable.Add(database, feed, format, at, rows);
            var excess = Math.Max(0, before + added - _options.MaxRows);
            if (excess + more > 0) QuarantineTable.DropOldest(database, feed, excess, more);
            return (added, excess);
        });
        _waiting[feed] = before + added - excess;
        return added;
    }

    private void Hear(string? key)
    {
        if (key is null)
        {
            foreach (var feed in _file.Read(QuarantineTable.Waiting).Keys) Changed?.Invoke(feed);
        }
        else if (key.StartsWith(News, StringComparison.Ordinal))
        {
            Changed?.Invoke(key[News.Length..]);
        }
    }

    private void Lose(string feed, int rows)
    {
        ImmutableInterlocked.AddOrUpdate(ref _notKept, feed, rows, (_, before) => before + rows);
        _lost.Add(rows);
    }

    [LoggerMessage(1, LogLevel.Error, "Refused rows cannot be kept for their feeds' owners. Senders are told of them all the same, and accepted readings are safe. Check where intake is kept.")]
    private partial void LogFailing(Exception error);

    [LoggerMessage(2, LogLevel.Information, "Refused rows are kept again.")]
    private partial void LogRecovered();
}
