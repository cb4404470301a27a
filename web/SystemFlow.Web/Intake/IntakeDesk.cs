using System.Collections.Immutable;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Where every reading comes in, whatever brought it: to the record first, then to the grains. What it answers for is
/// on disk.
/// </summary>
internal sealed class IntakeDesk(
    ISeriesStore store, IntakeGate gate, GrainDelivery grains, FeedLog feeds, TimeProvider time)
{
    private const int BatchRows = 5_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Takes a body's rows, in batches, and counts what became of them.</summary>
    /// <exception cref="IntakeBrokenOffException">The store refused; what came before is kept, and is in its answer.</exception>
    public async Task<IntakeAnswer> TakeAsync(
        IEnumerable<IntakeRow> rows, string source, CancellationToken cancellationToken)
    {
        var tally = new IntakeTally();
        var receipt = new ReceiptBuilder(time.GetUtcNow());
        try
        {
            foreach (var chunk in rows.Chunk(BatchRows))
            {
                foreach (ref readonly var row in chunk.AsSpan())
                {
                    tally.Add(row);
                    receipt.Add(row);
                }

                var readings = chunk.Select(row => row.Reading).OfType<Reading>().ToList();
                if (readings.Count == 0) continue;
                using var queued = gate.Queue(source, readings.Count);
                Count(await KeepAsync(readings, cancellationToken), tally);
            }
        }
        catch (SeriesException error)
        {
            throw new IntakeBrokenOffException(tally.ToAnswer(), error);
        }
        finally
        {
            feeds.Record(source, receipt.ToReceipt(tally.ToAnswer()));
        }

        return tally.ToAnswer();
    }

    /// <summary>Takes readings of a feed that runs inside this program.</summary>
    /// <exception cref="SeriesException">The store refused; nothing of them is kept.</exception>
    public async Task TakeAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var tally = new IntakeTally();
        Count(await KeepAsync(readings, cancellationToken), tally);
        feeds.Record(readings[0].Source, new ReceiptBuilder(time.GetUtcNow()).ToReceipt(tally.ToAnswer()));
    }

    /// <summary>The same, again and again until the store has room: the feed waits, and loses nothing.</summary>
    public async Task TakeUntilKeptAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await TakeAsync(readings, cancellationToken);
                return;
            }
            catch (SeriesException error)
            {
                await Task.Delay(error.RetryAfter ?? RetryAfter, time, cancellationToken);
            }
        }
    }

    private async ValueTask<ImmutableArray<Appended>> KeepAsync(
        IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var kept = await store.AppendAsync(readings, cancellationToken);
        grains.Deliver(kept);
        return kept;
    }

    private static void Count(ImmutableArray<Appended> kept, IntakeTally tally) => tally.Store(
        kept.Count(one => one.Outcome is AppendOutcome.Accepted),
        kept.Count(one => one.Outcome is AppendOutcome.Amended),
        kept.Count(one => one.Outcome is AppendOutcome.Duplicate));
}

/// <summary>The store refused part-way. Sending all of it again is safe: what is kept already counts as a duplicate.</summary>
internal sealed class IntakeBrokenOffException(IntakeAnswer answer, SeriesException why) : Exception(why.Message, why)
{
    public IntakeAnswer Answer => answer;

    public SeriesException Why => why;
}

/// <summary>Counts a message's rows for the feed's log.</summary>
internal sealed class ReceiptBuilder(DateTimeOffset at)
{
    private readonly Dictionary<string, int> _refused = [];
    private readonly List<FeedRemark> _remarks = [];

    public void Add(in IntakeRow row)
    {
        foreach (var refusal in row.Refusals)
        {
            _refused[refusal.Reason] = _refused.GetValueOrDefault(refusal.Reason) + 1;
            if (_remarks.Count < FeedLog.RemarksKept)
            {
                _remarks.Add(new FeedRemark(at, refusal.Row, refusal.Field, refusal.Reason, refusal.Detail));
            }
        }
    }

    public FeedReceipt ToReceipt(IntakeAnswer answer) => new(
        answer.Accepted, answer.Amended, answer.Duplicates, _refused.ToImmutableDictionary(), answer.WarningsTotal, [.. _remarks]);
}
