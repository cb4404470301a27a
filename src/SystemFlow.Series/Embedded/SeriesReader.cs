using Microsoft.Data.Sqlite;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// One read-only connection with its prepared statements. One caller at a time. What is in memory is always looked at before what is in
/// blocks: a row that goes from the one to the other meanwhile is then seen twice, never not at all.
/// </summary>
internal sealed class SeriesReader(SqliteConnection connection) : IDisposable
{
    private const int MostInAPage = 1_000;

    private readonly BlockTable _blocks = new(connection);
    private readonly AmendmentTable _amendments = new(connection);
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "COMMIT");
    private readonly Statement _counts = new(connection,
        "SELECT (SELECT sum(count) FROM block), (SELECT count(*) FROM amendment), (SELECT min(first) FROM block), (SELECT max(last) FROM block)");

    /// <summary>The next page of rows, oldest first, and where the one after it begins; null at the end.</summary>
    /// <param name="asAt">Of what was known at this moment; null for what is known now.</param>
    public (List<Row> Rows, long? Next) Page(Head head, long from, long to, long? asAt)
    {
        var recent = head.Slice(from, to, MostInAPage);
        _begin.Run();
        var (rows, end) = (recent, long.MaxValue);
        if (recent.Length == MostInAPage) end = recent[^1].End;
        foreach (var block in _blocks.Between(head.Series, from, to).Take(1))
        {
            end = Math.Min(end, block.Last);
            rows = MergedRows.Of(block.Rows(), recent);
        }

        var page = new List<Row>(rows.Length);
        foreach (var row in rows)
        {
            if (row.End < from || row.End >= to || row.End > end) continue;
            if (asAt is not { } moment) page.Add(row);
            else if (AsKnown(head.Series, row, moment) is { } then) page.Add(then);
        }

        _end.Run();
        return (page, end < to - 1 ? end + 1 : null);
    }

    /// <param name="asAt">Of what was known at this moment; null for what is known now.</param>
    public void Thin(Head head, Thinning into, long? asAt, CancellationToken cancellationToken)
    {
        var recent = head.Slice(into.From, into.To).AsSpan();
        _begin.Run();
        foreach (var block in _blocks.Between(head.Series, into.From, into.To))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var here = recent[..CountUntil(recent, block.Last)];
            recent = recent[here.Length..];
            if (here.IsEmpty && asAt is null) block.Thin(into.From, into.To, into);
            else Add(MergedRows.Of(block.Rows(), here));
        }

        Add(recent);
        _end.Run();

        void Add(ReadOnlySpan<Row> rows)
        {
            foreach (var row in rows)
            {
                if (row.End < into.From || row.End >= into.To) continue;
                var known = asAt is { } moment ? AsKnown(head.Series, row, moment) : row;
                if (known is { Summary: { } summary } then) into.Add(then.End, then.Value, summary);
            }
        }
    }

    /// <summary>The newest row as it was known at a moment.</summary>
    public Row? LatestAsAt(Head head, long end, long moment)
    {
        if (head.Newest is not { } newest) return null;
        if (newest.End <= end && newest.KnownTicks <= moment) return newest.AsAt(moment);
        var recent = head.Slice(long.MinValue, end + 1);
        _begin.Run();
        var (latest, least) = (default(Row?), long.MinValue);
        for (var i = recent.Length - 1; i >= 0 && latest is null; i--) latest = AsKnown(head.Series, recent[i], moment);
        if (latest is { } found) least = found.End;
        for (var block = _blocks.KnownBefore(head.Series, end, moment); block is { } next && next.Last > least;
            block = _blocks.KnownBefore(head.Series, next.First - 1, moment))
        {
            if (LatestIn(next, end, moment) is not { } then) continue;
            if (then.End > least) latest = then;
            break;
        }

        _end.Run();
        return latest;
    }

    /// <inheritdoc cref="AmendmentTable.Page"/>
    public List<(long Id, Row Replaced, long By)> Amendments(
        Head head, long from, long to, long before, int most, CancellationToken cancellationToken) =>
        _amendments.Page(head.Series, from, to, before, most, cancellationToken);

    /// <summary>How much there is, with what is in memory only.</summary>
    public SeriesStatistics Statistics(Heads heads, long bytes)
    {
        var recent = heads.All.Select(head => (head.Series, Rows: head.Slice(long.MinValue, long.MaxValue))).ToList();
        _begin.Run();
        _counts.Step();
        var (readings, amendments) = (_counts.LongOrNull(0) ?? 0, _counts.Long(1));
        var (oldest, newest) = (_counts.LongOrNull(2), _counts.LongOrNull(3));
        _counts.Reset();
        foreach (var (series, rows) in recent)
        {
            if (rows.Length == 0) continue;
            readings += rows.Length - InBlocks(series, rows);
            oldest = Math.Min(oldest ?? long.MaxValue, rows[0].End);
            newest = Math.Max(newest ?? long.MinValue, rows[^1].End);
        }

        _end.Run();
        return new SeriesStatistics(heads.All.Count(head => head.Newest is not null), readings, amendments, bytes, Moment(oldest), Moment(newest), Waiting: 0);
    }

    public void Dispose()
    {
        foreach (var part in new IDisposable[] { _blocks, _amendments, _begin, _end, _counts }) part.Dispose();
        connection.Dispose();
    }

    private static DateTimeOffset? Moment(long? ticks) => ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;

    private static int CountUntil(ReadOnlySpan<Row> rows, long end)
    {
        var count = 0;
        while (count < rows.Length && rows[count].End <= end) count++;
        return count;
    }

    // Amended since it was brought into its block: in both, and one reading all the same.
    private int InBlocks(long series, Row[] rows)
    {
        var count = 0;
        foreach (var block in _blocks.Between(series, rows[0].End, rows[^1].End + 1))
        {
            count += block.Rows().Select(row => row.End).Intersect(rows.Select(row => row.End)).Count();
        }

        return count;
    }

    private Row? LatestIn(Block block, long end, long moment)
    {
        var rows = block.Rows();
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            if (rows[i].End <= end && AsKnown(block.Series, rows[i], moment) is { } then) return then;
        }

        return null;
    }

    // As it stood at a moment, or what it replaced since; null when nothing was known of it.
    private Row? AsKnown(long series, in Row row, long moment) =>
        row.KnownTicks <= moment ? row.AsAt(moment)
        : row.IsAmended ? _amendments.AsAt(series, row.End, moment)?.AsAt(moment)
        : null;
}
