using System.Collections.Immutable;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;
using SystemFlow.Series;
using SystemFlow.Web.Health;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Where every reading comes in, whatever brought it: to the record first, then to the grains. What it answers for is
/// on disk. What was refused is kept for its feed's owner, and never in the way of what was taken.
/// </summary>
internal sealed class IntakeDesk(
    ISeriesStore store, RecordWatch watch, IntakeGate gate, GrainDelivery grains, FeedLedger ledger, Quarantine quarantine, TimeProvider time)
{
    private const string AnyFormat = "observations";

    private const int BatchRows = 5_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>What comes within this of its submission counts as known from then on: each moment that differs costs bytes on disk.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    /// <summary>Takes a body's rows as observations.</summary>
    /// <inheritdoc cref="TakeAsync(IEnumerable{IntakeRow}, string, string, CancellationToken, bool)"/>
    public Task<IntakeAnswer> TakeAsync(IEnumerable<IntakeRow> rows, string feed, CancellationToken cancellationToken) =>
        TakeAsync(rows, feed, AnyFormat, cancellationToken);

    /// <summary>Takes a body's rows, in batches, and counts what became of them.</summary>
    /// <param name="format">How the body was written, in a word for its feed's owner.</param>
    /// <param name="isCorrection">Whether a person sends it in the feed's name.</param>
    /// <exception cref="IntakeBrokenOffException">The store refused; what came before is kept, and is in its answer.</exception>
    public async Task<IntakeAnswer> TakeAsync(
        IEnumerable<IntakeRow> rows, string feed, string format, CancellationToken cancellationToken, bool isCorrection = false)
    {
        var at = time.GetUtcNow();
        var tally = new IntakeTally();
        var receipt = new ReceiptBuilder(feed, at, isCorrection);
        var isWhole = false;
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
                using var queued = gate.Queue(feed, readings.Count);
                var now = time.GetUtcNow(); // A body is long, and what was known is asked a minute after a moment: each batch when it is written.
                Count(await KeepAsync([.. readings.Select(reading => Known(reading, reading.SubmittedAt, now))], cancellationToken), tally);
            }

            isWhole = true;
        }
        catch (SeriesException error)
        {
            throw new IntakeBrokenOffException(tally.ToAnswer(), error);
        }
        finally
        {
            ledger.Record(feed, receipt.ToReceipt(tally.ToAnswer()));
            if (isWhole) await quarantine.KeepAsync(feed, format, at, receipt.Rows, receipt.More); // Else all of it comes again.
        }

        return tally.ToAnswer();
    }

    /// <summary>Counts a body of which nothing was taken. Nothing of it is kept either.</summary>
    public void Refuse(string feed, RefusedBody refused) => ledger.Record(feed, ReceiptBuilder.Of(refused, time.GetUtcNow()));

    /// <summary>Takes readings of a feed that runs inside this program.</summary>
    /// <exception cref="SeriesException">The store refused; nothing of them is kept.</exception>
    public async Task TakeAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var tally = new IntakeTally();
        Count(await KeepAsync(readings, cancellationToken), tally);
        var feed = readings[0].Source;
        ledger.Record(feed, new ReceiptBuilder(feed, time.GetUtcNow()).ToReceipt(tally.ToAnswer()));
    }

    /// <summary>The same, again and again until the store has room: the feed waits, and loses nothing.</summary>
    public async Task TakeUntilKeptAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var offered = time.GetUtcNow();
        while (true)
        {
            try
            {
                var now = time.GetUtcNow();
                await TakeAsync([.. readings.Select(reading => Known(reading, offered, now))], cancellationToken);
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
        cancellationToken.ThrowIfCancellationRequested();

        try
        {
            // Once queued they are written, whoever hangs up meanwhile: so what became of them is waited for, and the grains are told.
            var kept = await store.AppendAsync(readings, CancellationToken.None);
            watch.Taken();
            grains.Deliver(kept);
            return kept;
        }
        catch (SeriesException error)
        {
            watch.Refused(error, readings.Count);
            throw;
        }
    }

    // A sender may say that it submitted something long ago, and a refused row counts from when it first came. Neither was known then.
    private static Reading Known(Reading reading, DateTimeOffset sent, DateTimeOffset now) =>
        now - sent > AtOnce ? reading with { KnownAt = now } : reading;

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
