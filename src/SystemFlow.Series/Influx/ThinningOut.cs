using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>
/// Thins one series out, a page at a time. The readings that stay and what is to go are put into the spool together, and go to the server
/// in order: whoever reads, and whatever is killed, sees the stretch before or after.
/// </summary>
internal sealed class ThinningOut(
    Spool spool, SeriesReads reads, Drain drain, Newest newest, SemaphoreSlim turn, Retention terms, DateTimeOffset now)
{
    private static readonly TimeZoneInfo Uk = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    // Stretches that end by the term; the first moment that is not in one.
    private readonly long _rawTo = Retention.FiveMinutesOf(now - terms.Raw).UtcTicks;
    private readonly long _dayTo = StartOf(Retention.DayOf((now - terms.FiveMinutes).AddTicks(1)));

    /// <returns>How many readings went.</returns>
    public async Task<long> RunAsync(SeriesKey key, CancellationToken cancellationToken)
    {
        var thinned = spool.Names.ThinnedOf(key);
        var gone = await PassAsync(key, Stretched.Day, thinned.FiveFrom, _dayTo, cancellationToken)
            + await PassAsync(key, Stretched.FiveMinutes, Math.Max(_dayTo, thinned.RawFrom), _rawTo, cancellationToken);
        await InTurnAsync(() =>
        {
            // Only forward: what came meanwhile and lies further back has moved it for the next time.
            var meanwhile = spool.Names.ThinnedOf(key);
            if (meanwhile.RawFrom < thinned.RawFrom) return Task.FromResult(0L);
            spool.Know([key]);
            spool.Write(() =>
            {
                spool.Names.Thin(key, meanwhile with { RawFrom = Math.Max(_rawTo, meanwhile.RawFrom), FiveFrom = Math.Max(_dayTo, meanwhile.FiveFrom) });
                return true;
            });
            return Task.FromResult(0L);
        }, cancellationToken);
        return gone;
    }

    private async Task<long> PassAsync(SeriesKey key, Stretched kind, long from, long to, CancellationToken cancellationToken)
    {
        var gone = 0L;
        while (from < to)
        {
            gone += await InTurnAsync(async () =>
            {
                await drain.PassAllAsync(cancellationToken);
                var (rows, next) = await WholeStretchesAsync(key, kind, from, to, cancellationToken);
                from = next;
                return await MergeAsync(key, kind, rows, cancellationToken);
            }, cancellationToken);
        }

        return gone;
    }

    /// <summary>A page, without the stretch that goes on in the next; of a stretch that is longer than a page, all.</summary>
    private async Task<(List<Row> Rows, long Next)> WholeStretchesAsync(
        SeriesKey key, Stretched kind, long from, long to, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        while (from < to)
        {
            var (page, next) = await reads.PageAsync(key, from, to, cancellationToken);
            rows.AddRange(page);
            from = next;
            if (from == to || rows.Count == 0) break;
            var last = StretchOf(rows[^1].Period, kind);
            if (StretchOf(rows[0].Period, kind) == last) continue;
            rows.RemoveAll(row => StretchOf(row.Period, kind) == last);
            return (rows, rows[^1].Period + 1);
        }

        return (rows, from);
    }

    private async Task<long> MergeAsync(SeriesKey key, Stretched kind, List<Row> rows, CancellationToken cancellationToken)
    {
        List<List<Row>> merged = [.. rows.GroupBy(row => StretchOf(row.Period, kind)).Select(stretch => stretch.ToList()).Where(stretch => stretch.Count > 1)];
        if (merged.Count == 0) return 0;
        var amendments = new List<long>();
        await foreach (var replaced in reads.ReplacedAsync(key, merged[0][0].Period, merged[^1][^1].Period + 1, cancellationToken))
        {
            var period = replaced.Row.Period;
            if (merged.Any(stretch => period >= stretch[0].Period && period <= stretch[^1].Period)) amendments.Add(replaced.At);
        }

        var kept = merged.ConvertAll(stretch => Merge(key, kind, stretch));
        spool.Know([key]);
        spool.Write(() =>
        {
            foreach (var stretch in merged)
            {
                spool.Drop(key, stretch[0].Period, stretch[^1].Period);
                spool.Add(SpoolRow.Delete(SpoolKind.DeleteReadings, key, stretch[0].Period, stretch[^1].Period));
            }

            foreach (var at in amendments) spool.Add(SpoolRow.Delete(SpoolKind.DeleteAmendment, key, 0, at));
            foreach (var row in kept) spool.Add(SpoolKind.Reading, key, row);
            var thinned = spool.Names.ThinnedOf(key);
            spool.Names.Thin(key, thinned with { To = Math.Max(thinned.To, kind == Stretched.Day ? _dayTo : _rawTo) });
            return true;
        });
        Remember(key, merged[^1], kept[^1]);
        await drain.PassAllAsync(cancellationToken);
        return merged.Sum(stretch => stretch.Count - 1);
    }

    /// <summary>The newest of the series may be among what was merged.</summary>
    private void Remember(SeriesKey key, List<Row> merged, Row kept)
    {
        if (newest.At(key.Place) is { } known && known.TryGetValue(key.Metric, out var last)
            && last.PeriodEnd.UtcTicks >= merged[0].Period && last.PeriodEnd.UtcTicks <= merged[^1].Period)
        {
            newest.Set(key.Place, known.SetItem(key.Metric, kept.Read(key)));
        }
    }

    /// <summary>The last with a value, else the last; it says what all came to.</summary>
    private static Row Merge(SeriesKey key, Stretched kind, List<Row> stretch)
    {
        var kept = stretch.FindLast(row => row.Value is not null) is { About: not null } last ? last : stretch[^1];
        List<Summary> all = [.. stretch.Select(row => row.Summary).OfType<Summary>()];
        var count = all.Sum(summary => summary.Count);
        Summary? summed = count == 0 ? null : new Summary(
            count, all.Min(summary => summary.Min), all.Max(summary => summary.Max), all.Sum(summary => summary.Mean * summary.Count) / count,
            Moments.Utc(Math.Min(stretch[0].Period, all.Min(summary => summary.Since.UtcTicks))));
        return Row.Of(kept.Read(key) with { StandsFor = summed }, kind);
    }

    private static long StretchOf(long period, Stretched kind) => kind == Stretched.Day
        ? Retention.DayOf(Moments.Utc(period)).DayNumber
        : Retention.FiveMinutesOf(Moments.Utc(period)).UtcTicks;

    /// <summary>The first tick that belongs to a day: a period that ends at midnight belongs to the day before.</summary>
    private static long StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Uk).Ticks + 1;

    private async Task<long> InTurnAsync(Func<Task<long>> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
