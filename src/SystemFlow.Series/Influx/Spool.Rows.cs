using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <content>What is written inside <see cref="Write"/>.</content>
internal sealed partial class Spool
{
    private const int MostRefused = 10_000;

    /// <summary>Adds a row behind all others.</summary>
    /// <param name="replaced">What the reading replaced: an amendment.</param>
    public void Add(SpoolKind kind, SeriesKey key, Row row, Row? replaced = null)
    {
        var at = replaced is null ? (long?)null : NextAt();
        Put(new SpoolRow(_nextId++, kind, key, row, replaced, at, _time.GetUtcNow().UtcTicks));
        _moreWaiting++;
        if (kind != SpoolKind.Open) return;
        _moreOpen++;
        _lastOpen[key] = _nextId - 1;
    }

    /// <summary>Adds something to drop, behind all others.</summary>
    public void Add(SpoolRow deletion)
    {
        Put(deletion with { Id = _nextId++, Came = _time.GetUtcNow().UtcTicks });
        _mustCount = true;
    }

    /// <summary>What a row that was open comes to. It keeps its turn.</summary>
    /// <param name="settled">Null where it changes nothing.</param>
    public void Settle(SpoolRow open, Row? settled, Row? replaced)
    {
        _moreOpen--;
        if (settled is not { } row)
        {
            _takeOne.Bind(1, open.Id).Run();
            _moreWaiting--;
            return;
        }

        var done = open with { Row = row, Replaced = replaced, At = replaced is null ? null : NextAt() };
        done.BindSettled(_settle);
        _settle.Run();
    }

    /// <summary>The last that waits for a series and moment.</summary>
    public SpoolRow? NewestOf(SeriesKey key, long period) =>
        Names.TryFind(key, out var series) ? Rows(_newestOf.Bind(1, series).Bind(2, period)).FirstOrDefault() : null;

    /// <summary>What waits unsettled for a series and moment, in the order of coming.</summary>
    public List<SpoolRow> OpenOf(SeriesKey key, long period) =>
        Names.TryFind(key, out var series) ? Rows(_openOf.Bind(1, series).Bind(2, period)) : [];

    /// <summary>Forgets what waits for a place.</summary>
    public void Drop(PlaceCode place)
    {
        _takePlace.Bind(1, place.ToString()).Run();
        _mustCount = true;
    }

    /// <summary>Forgets what waits for a series, from one moment to another.</summary>
    public void Drop(SeriesKey key, long first, long last)
    {
        _takeRange.Bind(1, Names.IdOf(key)).Bind(2, first).Bind(3, last).Run();
        _mustCount = true;
    }

    /// <summary>Puts a row that the server will not have aside, with the server's words.</summary>
    public void Refuse(SpoolRow row, string lines, string words)
    {
        _takeOne.Bind(1, row.Id).Run();
        _moreWaiting--;
        _refuse.Bind(1, _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))
            .Bind(2, row.Key.Place.ToString())
            .Bind(3, row.Key.Metric.ToString())
            .Bind(4, Moments.Utc(row.Row.Period).ToString("O", CultureInfo.InvariantCulture))
            .Bind(5, lines)
            .Bind(6, words)
            .Run();
        SpoolFile.Execute(_connection, $"DELETE FROM refused WHERE id <= (SELECT max(id) FROM refused) - {MostRefused}");
    }

    /// <summary>The server has everything up to this row: it no longer waits. On its own, not inside <see cref="Write"/>.</summary>
    /// <param name="readings">How many readings leave.</param>
    public void Confirm(long throughId, int readings)
    {
        lock (_gate)
        {
            _take.Bind(1, throughId).Run();
            Interlocked.Exchange(ref _passed, throughId);
            Interlocked.Add(ref _waiting, -readings);
            if (Deletions.Any(row => row.Id <= throughId)) Count();
        }
    }

    /// <summary>Gives the disk back what an outage took. On its own, not inside <see cref="Write"/>.</summary>
    public void Shrink()
    {
        const long Worthwhile = 64 * 1024 * 1024;
        lock (_gate)
        {
            if (Number(_free) * PageSize > Worthwhile) SpoolFile.Execute(_connection, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static long Number(Statement pragma)
    {
        pragma.Step();
        var number = pragma.Long(0);
        pragma.Reset();
        return number;
    }

    private void Put(SpoolRow row)
    {
        row.Bind(_insert, Names.IdOf(row.Key));
        _insert.Run();
        _last[row.Key] = row.Id;
        _touched.Add(row.Key);
    }

    private List<SpoolRow> Rows(Statement statement)
    {
        var rows = new List<SpoolRow>();
        while (statement.Step()) rows.Add(SpoolRow.Read(statement, Names.KeyOf));
        return rows;
    }

    /// <summary>Now, but after the last: two amendments at one moment would be one to the server.</summary>
    private long NextAt() => _lastAt = Math.Max(_lastAt + 1, Moments.Nanoseconds(_time.GetUtcNow().UtcTicks));

    /// <summary>
    /// Only now may what was written be sent. A reader whose look at the spool was before it then asks the server before it is sent, or sees that
    /// the version has changed.
    /// </summary>
    private void Publish()
    {
        if (_mustCount) Interlocked.Increment(ref _drops);
        foreach (var key in _touched) _came[key] = _came.GetValueOrDefault(key) + 1;
        Interlocked.Exchange(ref _published, _nextId - 1);
    }

    private void FindLast()
    {
        using var last = new Statement(_connection, "SELECT series, max(id), max(CASE kind WHEN 1 THEN id END) FROM point GROUP BY series");
        while (last.Step())
        {
            _last[Names.KeyOf(last.Long(0))] = last.Long(1);
            if (last.LongOrNull(2) is { } open) _lastOpen[Names.KeyOf(last.Long(0))] = open;
        }
    }

    private void Count()
    {
        Interlocked.Exchange(ref _waiting, SpoolFile.Number(_connection, "SELECT count(*) FROM point WHERE kind < 2"));
        Interlocked.Exchange(ref _open, SpoolFile.Number(_connection, "SELECT count(*) FROM point WHERE kind = 1"));
        Deletions = [.. Rows(_deletions)];
    }
}
