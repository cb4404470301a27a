using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>One read-only connection with its prepared statements. One caller at a time.</summary>
internal sealed class SeriesReader(SqliteConnection connection, Dictionaries known) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "COMMIT");
    private readonly Statement _seriesAt = new(connection, "SELECT id FROM series WHERE place = ?1");
    private readonly Statement _latest = new(connection,
        $"SELECT {ReadingRow.Columns} FROM reading WHERE series = ?1 ORDER BY period_end DESC LIMIT 1");
    private readonly Statement _readings = new(connection,
        $"SELECT {ReadingRow.Columns} FROM reading WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 "
        + "ORDER BY period_end LIMIT ?4");
    private readonly Statement _values = new(connection,
        "SELECT period_end, value FROM reading WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 "
        + "AND value IS NOT NULL ORDER BY period_end");
    private readonly Statement _amendments = new(connection,
        $"SELECT {ReadingRow.Columns}, amended_by, id FROM amendment "
        + "WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5");

    /// <summary>The newest reading of each series, all as of one moment.</summary>
    public List<Reading> Latest(PlaceCode place, CancellationToken cancellationToken)
    {
        _begin.Run();
        var latest = new List<Reading>();
        foreach (var series in Rows(_seriesAt.Bind(1, place.ToString()), row => row.Long(0), cancellationToken))
        {
            latest.AddRange(Rows(_latest.Bind(1, series), row => ReadingRow.Read(row, known), cancellationToken));
        }

        _end.Run();
        return latest;
    }

    public List<Reading> Readings(long series, long from, long to, int limit, CancellationToken cancellationToken) =>
        Rows(
            _readings.Bind(1, series).Bind(2, from).Bind(3, to).Bind(4, limit),
            row => ReadingRow.Read(row, known),
            cancellationToken);

    /// <summary>With each amendment's number, by which the next page begins.</summary>
    public List<(long Id, Amendment Amendment)> Amendments(
        long series, long from, long to, long before, int limit, CancellationToken cancellationToken) =>
        Rows(
            _amendments.Bind(1, series).Bind(2, from).Bind(3, to).Bind(4, before).Bind(5, limit),
            row => (row.Long(8), new Amendment(ReadingRow.Read(row, known), new DateTimeOffset(row.Long(7), TimeSpan.Zero))),
            cancellationToken);

    public void Thin(long series, Thinning into, CancellationToken cancellationToken)
    {
        _values.Bind(1, series).Bind(2, into.From).Bind(3, into.To);
        while (_values.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            into.Add(_values.Long(0), _values.Double(1));
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _end, _seriesAt, _latest, _readings, _values, _amendments })
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    // A statement that was left halfway by an exception is not reset: the reader is then thrown away whole.
    private static List<T> Rows<T>(Statement statement, Func<Statement, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(read(statement));
        }

        return rows;
    }
}
