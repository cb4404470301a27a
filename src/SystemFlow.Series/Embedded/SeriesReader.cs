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
    // What counts now, if it was known by then; else, below, what it replaced, if that is newer.
    private readonly Statement _latestAsAt = new(connection,
        $"SELECT {ReadingRow.Columns} FROM reading WHERE series = ?1 AND period_end <= ?2 AND {ReadingRow.KnownTicks} <= ?3 "
        + "ORDER BY period_end DESC LIMIT 1");
    private readonly Statement _replacedAsAt = new(connection,
        $"SELECT {ReadingRow.Columns} FROM amendment WHERE series = ?1 AND period_end > ?2 AND period_end <= ?3 "
        + $"AND {ReadingRow.KnownTicks} <= ?4 ORDER BY period_end DESC, id DESC LIMIT 1");
    private readonly Statement _begins = new(connection,
        $"""
        SELECT min(known) FROM (
            SELECT * FROM (SELECT {ReadingRow.KnownTicks} AS known FROM reading WHERE series = ?1 ORDER BY period_end LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT {ReadingRow.KnownTicks} AS known FROM amendment WHERE series = ?1 ORDER BY period_end, id LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT {ReadingRow.KnownTicks} AS known FROM reading
                WHERE series = ?1 AND coalesce(known, submitted, 0) <= ?2 ORDER BY period_end LIMIT 1))
        """);
    private readonly Statement _series = new(connection, "SELECT id FROM series");
    private readonly Statement _readings = new(connection,
        $"SELECT {ReadingRow.Columns} FROM reading WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 "
        + "ORDER BY period_end LIMIT ?4");
    private readonly Statement _values = new(connection,
        "SELECT period_end, value FROM reading WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 "
        + "AND value IS NOT NULL ORDER BY period_end");
    private readonly Statement _readingsAsAt = new(connection, AsAtOf(ReadingRow.Columns, "") + " LIMIT ?5");
    private readonly Statement _valuesAsAt = new(connection, AsAtOf("period_end, value", "AND value IS NOT NULL"));
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

    /// <summary>The newest reading of each series as it was known at a moment.</summary>
    public List<Reading> Latest(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        var (end, moment) = ((asAt + AsAt.Ahead).UtcTicks, asAt.UtcTicks);
        _begin.Run();
        var latest = new List<Reading>();
        foreach (var series in Rows(_seriesAt.Bind(1, place.ToString()), row => row.Long(0), cancellationToken))
        {
            var counting = One(_latestAsAt.Bind(1, series).Bind(2, end).Bind(3, moment));
            var after = counting?.PeriodEnd.UtcTicks ?? long.MinValue;
            var replaced = One(_replacedAsAt.Bind(1, series).Bind(2, after).Bind(3, end).Bind(4, moment));
            if ((replaced ?? counting) is { } then) latest.Add(then.SubmittedAt > asAt ? AsFirstSaid(then) : then);
        }

        _end.Run();
        return latest;

        Reading? One(Statement statement) => Rows(statement, row => ReadingRow.Read(row, known), cancellationToken).FirstOrDefault();
    }

    /// <summary>The first moment at which anything was known, in UTC ticks; null when nothing is.</summary>
    public long? Begins(CancellationToken cancellationToken)
    {
        var firsts = Rows(_series, row => row.Long(0), cancellationToken)
            .SelectMany(series => Rows(
                _begins.Bind(1, series).Bind(2, TimeSpan.TicksPerDay), row => row.LongOrNull(0), cancellationToken));
        return firsts.Min();
    }

    /// <param name="asAt">Of what was known at this moment; null for what is known now.</param>
    public List<Reading> Readings(long series, long from, long to, DateTimeOffset? asAt, int limit, CancellationToken cancellationToken)
    {
        var readings = asAt is { } moment
            ? _readingsAsAt.Bind(4, moment.UtcTicks).Bind(5, limit) : _readings.Bind(4, limit);
        return Rows(
            readings.Bind(1, series).Bind(2, from).Bind(3, to),
            row => ReadingRow.Read(row, known) is var reading && reading.SubmittedAt > asAt ? AsFirstSaid(reading) : reading,
            cancellationToken);
    }

    /// <summary>With each amendment's number, by which the next page begins.</summary>
    public List<(long Id, Amendment Amendment)> Amendments(
        long series, long from, long to, long before, int limit, CancellationToken cancellationToken) =>
        Rows(
            _amendments.Bind(1, series).Bind(2, from).Bind(3, to).Bind(4, before).Bind(5, limit),
            row => (row.Long(9), new Amendment(ReadingRow.Read(row, known), new DateTimeOffset(row.Long(8), TimeSpan.Zero))),
            cancellationToken);

    /// <param name="asAt">Of what was known at this moment; null for what is known now.</param>
    public void Thin(long series, Thinning into, DateTimeOffset? asAt, CancellationToken cancellationToken)
    {
        var values = (asAt is { } moment ? _valuesAsAt.Bind(4, moment.UtcTicks) : _values)
            .Bind(1, series).Bind(2, into.From).Bind(3, into.To);
        while (values.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            into.Add(values.Long(0), values.Double(1));
        }
    }

    public void Dispose()
    {
        Statement[] all =
        [
            _begin, _end, _seriesAt, _latest, _latestAsAt, _replacedAsAt, _begins, _series, _readings, _values, _readingsAsAt,
            _valuesAsAt, _amendments,
        ];
        foreach (var statement in all) statement.Dispose();

        connection.Dispose();
    }

    // What counts now, if it was known by ?4; else the last of what it replaced that was.
    private static string AsAtOf(string columns, string only) =>
        $"""
        SELECT {columns} FROM reading
        WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 AND {ReadingRow.KnownTicks} <= ?4 {only}
        UNION ALL
        SELECT {columns} FROM amendment AS old
        WHERE series = ?1 AND period_end >= ?2 AND period_end < ?3 {only}
            AND id = (SELECT max(id) FROM amendment
                WHERE series = old.series AND period_end = old.period_end AND {ReadingRow.KnownTicks} <= ?4)
            AND NOT EXISTS (SELECT 1 FROM reading
                WHERE series = old.series AND period_end = old.period_end AND {ReadingRow.KnownTicks} <= ?4)
        ORDER BY period_end
        """;

    // What was said again since the moment asked about had not been said again then.
    private static Reading AsFirstSaid(Reading reading) =>
        reading with { SubmittedAt = reading.KnownAt ?? reading.SubmittedAt, KnownAt = null };

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
