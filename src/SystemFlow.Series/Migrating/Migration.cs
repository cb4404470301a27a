using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Migrating;

/// <summary>How far a copy has come.</summary>
/// <param name="Copied">Readings of the source that are in the target, with those of an earlier run that was stopped.</param>
/// <param name="Total">Readings of the source, as it counted them at the start.</param>
/// <param name="Waiting">Readings that the target has acknowledged and not yet brought to its server.</param>
/// <param name="Why">Why it stands still at the moment, and what to do; null while it goes on.</param>
public readonly record struct MigrationProgress(long Copied, long Total, long Waiting, string? Why = null);

/// <summary>What both stores say that they hold, once all is copied.</summary>
public sealed record MigrationResult(SeriesStatistics From, SeriesStatistics To)
{
    /// <summary>Whether the target has as much as the source. It may have more: what it had before.</summary>
    public bool IsWhole => To.Series >= From.Series && To.Readings >= From.Readings && To.Amendments >= From.Amendments;
}

/// <summary>
/// Copies a record into another store, series by series, through <see cref="ISeriesStore.AppendAsync"/>, so that what the target promises
/// holds: it then answers as the source does. What was amended comes first, each version after the one that it replaced, so that the
/// amendments are the target's too; then everything else, oldest first. Nobody may write to either store meanwhile.
/// </summary>
/// <param name="mark">How far it has come: stopped or killed, the same mark goes on there. Copying a thing twice changes nothing.</param>
public sealed class Migration(ISeriesStore from, ISeriesStore to, MigrationMark mark, TimeProvider time, IProgress<MigrationProgress>? progress = null)
{
    private const int BatchReadings = 5_000;
    private static readonly TimeSpan UntilThereIsRoom = TimeSpan.FromSeconds(1);

    private long _total;

    /// <summary>Copies all that is not yet copied, waits until the target's server has it, and counts.</summary>
    /// <exception cref="SeriesException">One of the stores is in trouble. What was copied stays, and the next run goes on.</exception>
    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var held = await from.StatisticsAsync(cancellationToken);
        _total = held.Readings;
        var all = await from.SeriesAsync(cancellationToken).ToListAsync(cancellationToken);
        foreach (var key in all.OrderBy(key => key, MigrationMark.Order))
        {
            if (!mark.IsPast(key)) await CopyAsync(key, cancellationToken);
        }

        var has = await ArrivedAsync(cancellationToken);
        mark.Finish();
        return new MigrationResult(held, has);
    }

    private async Task CopyAsync(SeriesKey key, CancellationToken cancellationToken)
    {
        var history = await AmendedHistory.OfAsync(from, key, cancellationToken);
        if (mark.After(key) is null)
        {
            foreach (var batch in (await history.NotYetInAsync(to, cancellationToken)).Chunk(BatchReadings)) await AppendAsync(batch, cancellationToken);
            mark.Reach(key, DateTimeOffset.MinValue, history.Readings, history.Amendments);
            Report();
        }

        var rest = from.ReadAsync(key.Place, key.Metric, mark.After(key)!.Value.AddTicks(1), DateTimeOffset.MaxValue, cancellationToken)
            .Where(reading => !history.Has(reading.PeriodEnd));
        await foreach (var batch in rest.Chunk(BatchReadings).WithCancellation(cancellationToken))
        {
            await AppendAsync(batch, cancellationToken);
            mark.Reach(key, batch[^1].PeriodEnd, batch.Length, amendments: 0);
            Report();
        }
    }

    /// <summary>Appends, again and again while the target says that it will have room, or its server will be back.</summary>
    private async Task AppendAsync(Reading[] batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await to.AppendAsync(batch, cancellationToken);
                return;
            }
            catch (SeriesException notNow) when (notNow.RetryAfter is { } wait)
            {
                if (!notNow.IsBusy) progress?.Report(new(mark.Readings, _total, Waiting: 0, notNow.Message));
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private async Task<SeriesStatistics> ArrivedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var has = await to.StatisticsAsync(cancellationToken);
            progress?.Report(new(mark.Readings, _total, has.Waiting));
            if (has.Waiting == 0) return has;
            await Task.Delay(UntilThereIsRoom, time, cancellationToken);
        }
    }

    private void Report() => progress?.Report(new(mark.Readings, _total, Waiting: 0));
}
