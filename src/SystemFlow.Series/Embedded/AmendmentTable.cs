using Microsoft.Data.Sqlite;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>Rows that a later submission replaced, in the order of replacement: one row each, for there are few.</summary>
internal sealed class AmendmentTable(SqliteConnection connection) : IDisposable
{
    /// <summary>Moments but <c>period_end</c> and <c>amended_by</c> are their distance from the period's end; NULL for none.</summary>
    private const string Columns = "period_end, value, origin, submitted, started, detail, known";

    private const string KnownTicks = "period_end + coalesce(known, submitted, 0)";

    private readonly Statement _insert = new(connection,
        $"INSERT INTO amendment (series, amended_by, {Columns}) VALUES (?8, ?9, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _page = new(connection,
        $"SELECT {Columns}, amended_by, id FROM amendment "
        + "WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5");
    private readonly Statement _asAt = new(connection,
        $"SELECT {Columns} FROM amendment WHERE series = ?1 AND period_end = ?2 AND {KnownTicks} <= ?3 ORDER BY id DESC LIMIT 1");
    private readonly Statement _firstKnown = new(connection, $"SELECT min({KnownTicks}) FROM amendment WHERE series = ?1 AND period_end = ?2");
    private readonly Statement _forget = new(connection, "DELETE FROM amendment WHERE series = ?1 AND period_end = ?2");

    /// <param name="by">When what replaced it was submitted, in UTC ticks.</param>
    public void Insert(long series, in Row replaced, long by) => _insert
        .Bind(1, replaced.End)
        .Bind(2, replaced.HasValue ? replaced.Value : null)
        .Bind(3, replaced.Origin)
        .Bind(4, replaced.Submitted == replaced.End ? null : replaced.Submitted - replaced.End)
        .Bind(5, replaced.Started == 0 ? null : replaced.Started - replaced.End)
        .Bind(6, Details.Write(replaced.Detail))
        .Bind(7, replaced.Known == 0 ? null : replaced.Known - replaced.End)
        .Bind(8, series)
        .Bind(9, by)
        .Run();

    /// <summary>Newest first, each with its number, before which the next page begins.</summary>
    public List<(long Id, Row Replaced, long By)> Page(long series, long from, long to, long before, int most, CancellationToken cancellationToken)
    {
        var page = new List<(long, Row, long)>();
        var rows = _page.Bind(1, series).Bind(2, from).Bind(3, to).Bind(4, before).Bind(5, most);
        while (rows.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            page.Add((rows.Long(8), Read(rows), rows.Long(7)));
        }

        return page;
    }

    /// <summary>The last of what was replaced at a period's end that was known by a moment.</summary>
    public Row? AsAt(long series, long end, long known)
    {
        if (!_asAt.Bind(1, series).Bind(2, end).Bind(3, known).Step()) return null;
        var row = Read(_asAt);
        _asAt.Reset();
        return row;
    }

    /// <summary>When anything was first known of a period's end that was amended.</summary>
    public long? FirstKnown(long series, long end)
    {
        _firstKnown.Bind(1, series).Bind(2, end).Step();
        var known = _firstKnown.LongOrNull(0);
        _firstKnown.Reset();
        return known;
    }

    public void Forget(long series, long end) => _forget.Bind(1, series).Bind(2, end).Run();

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _page, _asAt, _firstKnown, _forget }) statement.Dispose();
    }

    private static Row Read(Statement row)
    {
        var end = row.Long(0);
        return new Row(
            end, row.DoubleOrNull(1) ?? double.NaN, end + (row.LongOrNull(3) ?? 0), checked((int)row.Long(2)),
            row.LongOrNull(4) is { } started ? end + started : 0, row.LongOrNull(6) is { } known ? end + known : 0, Details.Read(row.Text(5)));
    }
}
