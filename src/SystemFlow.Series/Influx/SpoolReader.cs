using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>Reads what waits. One caller at a time; never holds up the one that writes.</summary>
internal sealed class SpoolReader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Spool _spool;
    private readonly SqliteConnection _connection;
    private readonly Statement[] _all;
    private readonly Statement _begin, _end, _first, _page, _newest, _replaced, _newestOf, _oldest;

    public SpoolReader(Spool spool)
    {
        _spool = spool;
        _connection = SpoolFile.OpenToRead(spool.Path);
        const string Columns = SpoolRow.Columns;
        _all =
        [
            _begin = new(_connection, "BEGIN"),
            _end = new(_connection, "COMMIT"),
            _first = new(_connection, $"SELECT {Columns} FROM point WHERE id <= ?2 ORDER BY id LIMIT ?1"),
            // Of several rows for one moment SQLite gives the one with the greatest number, which max() names.
            _page = new(_connection, $"SELECT max({Columns.Replace("id,", "id),", StringComparison.Ordinal)} FROM point "
                + "WHERE series = ?1 AND kind = 0 AND period >= ?2 AND period < ?3 GROUP BY period ORDER BY period LIMIT ?4"),
            _newest = new(_connection, $"SELECT {Columns} FROM point WHERE series = ?1 AND kind = 0 ORDER BY period DESC, id DESC LIMIT 1"),
            _replaced = new(_connection, $"SELECT {Columns} FROM point WHERE series = ?1 AND kind = 0 AND at IS NOT NULL "
                + "AND period >= ?2 AND period < ?3 ORDER BY at DESC"),
            _newestOf = new(_connection, $"SELECT {Columns} FROM point WHERE series = ?1 AND period = ?2 AND kind < 2 ORDER BY id DESC LIMIT 1"),
            _oldest = new(_connection, "SELECT came FROM point ORDER BY id LIMIT 1"),
        ];
    }

    /// <summary>When the oldest that waits came; null when nothing does.</summary>
    public DateTimeOffset? Oldest => Read(() => Value(_oldest)) is { } ticks ? Moments.Utc(ticks) : null;

    /// <summary>Reads as of one moment.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            _begin.Run();
            try
            {
                return read();
            }
            finally
            {
                _end.Run();
            }
        }
    }

    /// <summary>The rows whose turn is next.</summary>
    public List<SpoolRow> First(int limit) => Read(() => Rows(_first.Bind(1, limit).Bind(2, _spool.LastId)));

    /// <summary>Inside <see cref="Read"/>: the settled readings of a series, oldest first, each as last amended.</summary>
    public List<SpoolRow> Page(SeriesKey key, long from, long to, int limit) =>
        _spool.IsBehind(key) ? Rows(_page.Bind(1, _spool.Names.IdOf(key)).Bind(2, from).Bind(3, to).Bind(4, limit)) : [];

    /// <summary>Inside <see cref="Read"/>: the readings of a series that replaced another, the last replacement first.</summary>
    public List<SpoolRow> Replacing(SeriesKey key, long from, long to) =>
        _spool.IsBehind(key) ? Rows(_replaced.Bind(1, _spool.Names.IdOf(key)).Bind(2, from).Bind(3, to)) : [];

    /// <summary>Inside <see cref="Read"/>: the last that waits for a series and moment, settled or not.</summary>
    public SpoolRow? NewestOf(SeriesKey key, long period) =>
        _spool.IsBehind(key) ? Rows(_newestOf.Bind(1, _spool.Names.IdOf(key)).Bind(2, period)).FirstOrDefault() : null;

    /// <summary>Inside <see cref="Read"/>: the newest settled reading of each series of a place.</summary>
    public List<SpoolRow> Newest(PlaceCode place) =>
        [.. _spool.Names.At(place).Where(_spool.IsBehind).SelectMany(key => Rows(_newest.Bind(1, _spool.Names.IdOf(key))))];

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var statement in _all) statement.Dispose();
            _connection.Dispose();
        }
    }

    private static long? Value(Statement statement)
    {
        var value = statement.Step() ? statement.LongOrNull(0) : null;
        statement.Reset();
        return value;
    }

    private List<SpoolRow> Rows(Statement statement)
    {
        var rows = new List<SpoolRow>();
        while (statement.Step()) rows.Add(SpoolRow.Read(statement, _spool.Names.KeyOf));
        return rows;
    }
}
