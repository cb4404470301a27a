using System.Runtime.CompilerServices;

namespace SystemFlow.Series.Influx;

/// <summary>A row that was replaced.</summary>
/// <param name="By">When what replaced it was submitted, in ticks.</param>
/// <param name="At">When it was replaced, in nanoseconds.</param>
internal readonly record struct ReplacedRow(Row Row, long By, long At);

/// <summary>
/// Reads series, page by page: first what waits in the spool, then the server's. What is sent in between is then at the server. <see cref="Consistency"/>
/// sees to it that nothing is half written.
/// </summary>
internal sealed class SeriesReads(Server server, Spool spool, SpoolReader waiting, Drain drain, Consistency consistency, InfluxOptions options)
{
    private const int PageRows = 5_000;
    private const int PageValues = 50_000;

    private TimeSpan Longest => TimeSpan.FromSeconds(options.TimeoutSeconds);

    /// <summary>Readings of a series, oldest first, as last amended.</summary>
    /// <param name="to">The tick after the last.</param>
    public async IAsyncEnumerable<Row> RowsAsync(SeriesKey key, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var (rows, next) = await PageAsync(key, from, to, cancellationToken);
            foreach (var row in rows) yield return row;
            from = next;
        }
    }

    /// <summary>Readings of a series, oldest first, as last amended: their values and what they stand for, nothing else.</summary>
    /// <param name="to">The tick after the last.</param>
    public async IAsyncEnumerable<Row> ValuesAsync(SeriesKey key, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var (rows, next) = await ValuesPageAsync(key, from, to, cancellationToken) ?? await PageAsync(key, from, to, cancellationToken);
            foreach (var row in rows) yield return row;
            from = next;
        }
    }

    /// <summary>Readings of a series as they were known at a moment, oldest first.</summary>
    public async IAsyncEnumerable<Row> RowsAsync(
        SeriesKey key, long from, long to, long asAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var (rows, next) = await PageAsync(key, from, to, cancellationToken);
            var before = rows.Any(row => row.Known > asAt) ? await KnownBeforeAsync(key, from, next, asAt, cancellationToken) : [];
            foreach (var row in rows)
            {
                if (row.Known <= asAt) yield return row.AsAt(asAt);
                else if (before.TryGetValue(row.Period, out var replaced)) yield return replaced.AsAt(asAt);
            }

            from = next;
        }
    }

    /// <summary>What readings of a series were before, the last replacement first.</summary>
    public async IAsyncEnumerable<ReplacedRow> ReplacedAsync(
        SeriesKey key, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SettledAsync(spool.LastOpen(key), cancellationToken);
        var (behind, deletions) = waiting.Read(() => (waiting.Replacing(key, from, to), spool.Deletions));
        var next = 0;
        var before = long.MaxValue;
        for (var isMore = true; isMore;)
        {
            using var answer = await server.QueryAsync(InfluxQl.AmendmentPage(key, from, to, before, PageRows), cancellationToken);
            var count = 0;
            foreach (var row in answer.Rows)
            {
                count++;
                before = row.Nanoseconds;
                while (next < behind.Count && behind[next].At > before) yield return Replaced(behind[next++]);
                if (next < behind.Count && behind[next].At == before) yield return Replaced(behind[next++]); // It is being sent.
                else if (row.IsWhole && row.Has("period") && row.Has("by") && !Merging.IsAmendmentDropped(key, before, deletions))
                {
                    yield return new ReplacedRow(row.ToRow(row.Long("period")), row.Long("by"), before);
                }
            }

            isMore = count > 0 && (count == PageRows || answer.IsPartial);
        }

        while (next < behind.Count) yield return Replaced(behind[next++]);
    }

    /// <summary>One page: its rows, and where the next begins.</summary>
    public async Task<(List<Row> Rows, long Next)> PageAsync(SeriesKey key, long from, long to, CancellationToken cancellationToken) =>
        await PageAsync(
            key, from, to, InfluxQl.Page(key, from, to, PageRows), PageRows, row => row.IsWhole ? row.ToRow() : null, cancellationToken);

    /// <summary>The same of values alone; null where one stands for several: what they were is in what was not asked for.</summary>
    private async Task<(List<Row> Rows, long Next)?> ValuesPageAsync(SeriesKey key, long from, long to, CancellationToken cancellationToken)
    {
        var isThinned = false;
        var page = await PageAsync(key, from, to, InfluxQl.ValuesPage(key, from, to, PageValues), PageValues, ValueOf, cancellationToken);
        return isThinned ? null : page;

        Row? ValueOf(AnswerRow row)
        {
            if (!row.IsWholeValue) return null;
            isThinned |= row.Counted > 1;
            return new Row(Moments.Ticks(row.Nanoseconds), row.Value, 0, 0, "");
        }
    }

    /// <param name="read">Null for a point that is being written.</param>
    private async Task<(List<Row> Rows, long Next)> PageAsync(
        SeriesKey key, long from, long to, string query, int limit, Func<AnswerRow, Row?> read, CancellationToken cancellationToken)
    {
        await SettledAsync(spool.LastOpen(key), cancellationToken);
        return await consistency.ReadAsync(() => spool.VersionOf(key), ReadAsync, cancellationToken);

        async Task<(List<Row>, long)> ReadAsync()
        {
            var (behind, deletions) = waiting.Read(() => (waiting.Page(key, from, to, limit), spool.Deletions));
            using var answer = await server.QueryAsync(query, cancellationToken);
            var (stored, count, last) = (new List<Row>(), 0, 0L);
            foreach (var row in answer.Rows)
            {
                count++;
                last = Moments.Ticks(row.Nanoseconds);
                if (read(row) is { } whole) stored.Add(whole);
            }

            var isMore = count >= limit || (count > 0 && answer.IsPartial);
            return Merging.Page(key, stored, isMore ? last + 1 : null, [.. behind.Select(row => row.Row)], deletions, to, limit);
        }
    }

    /// <summary>Waits until what came unsettled is settled, up to a row.</summary>
    public Task SettledAsync(long? lastOpen, CancellationToken cancellationToken) =>
        lastOpen is { } id ? drain.PassAsync(id, Longest, cancellationToken) : Task.CompletedTask;

    /// <summary>For each moment, the last that was replaced since and was known.</summary>
    private async Task<Dictionary<long, Row>> KnownBeforeAsync(SeriesKey key, long from, long to, long asAt, CancellationToken cancellationToken)
    {
        var known = new Dictionary<long, Row>();
        await foreach (var replaced in ReplacedAsync(key, from, to, cancellationToken))
        {
            if (replaced.Row.Known <= asAt) known.TryAdd(replaced.Row.Period, replaced.Row); // The last replacement comes first.
        }

        return known;
    }

    private static ReplacedRow Replaced(SpoolRow row) => new(row.Replaced!.Value, row.Row.Submitted, row.At!.Value);
}
