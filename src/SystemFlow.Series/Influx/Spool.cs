using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>
/// What was acknowledged and has not reached the server yet, on disk, in order. One writes at a time; readers
/// (<see cref="SpoolReader"/>) have a connection of their own.
/// </summary>
internal sealed partial class Spool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<SeriesKey, long> _came = []; // How many rows of each series since the start.
    private readonly ConcurrentDictionary<SeriesKey, long> _last = []; // The last row of each series.
    private readonly ConcurrentDictionary<SeriesKey, long> _lastOpen = []; // The last of them that came unsettled.
    private readonly FileStream _claim;
    private readonly SqliteConnection _connection;
    private readonly SqliteConnection _emptying;
    private readonly Statement[] _all;
    private readonly Statement _begin, _commit, _rollback, _insert, _newestOf, _openOf, _take, _takeOne, _takePlace, _takeRange, _refuse, _at;
    private readonly Statement _pages, _free, _settle, _deletions;
    private readonly TimeProvider _time;
    private long _nextId, _published, _passed, _lastAt, _savedAt, _waiting, _open;
    private long _moreWaiting, _moreOpen; // By the transaction that is being written.
    private readonly HashSet<SeriesKey> _touched = [];
    private bool _mustCount;
    private long _drops;

    public Spool(string folder, TimeProvider time)
    {
        (Path, _time) = (SpoolFile.In(folder), time);
        _claim = SpoolFile.Claim(folder);
        try
        {
            _connection = SpoolFile.Create(Path);
            _emptying = SpoolFile.OpenToEmpty(Path);
            Names = new SpoolNames(_connection);
        }
        catch (Exception error)
        {
            _connection?.Dispose();
            _claim.Dispose();
            throw SpoolFile.Explain(error, Path);
        }

        _all =
        [
            _begin = new(_connection, "BEGIN IMMEDIATE"),
            _commit = new(_connection, "COMMIT"),
            _rollback = new(_connection, "ROLLBACK"),
            _insert = new(_connection, $"INSERT INTO point ({SpoolRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"),
            _newestOf = new(_connection, $"SELECT {SpoolRow.Columns} FROM point WHERE series = ?1 AND period = ?2 AND kind < 2 ORDER BY id DESC LIMIT 1"),
            _openOf = new(_connection, $"SELECT {SpoolRow.Columns} FROM point WHERE series = ?1 AND period = ?2 AND kind = 1 ORDER BY id"),
            _takeOne = new(_connection, "DELETE FROM point WHERE id = ?1"),
            _takePlace = new(_connection, "DELETE FROM point WHERE kind < 2 AND series IN (SELECT id FROM series WHERE place = ?1)"),
            _takeRange = new(_connection, "DELETE FROM point WHERE kind < 2 AND series = ?1 AND period BETWEEN ?2 AND ?3"),
            _refuse = new(_connection, "INSERT INTO refused (refused_at, place, metric, period_end, lines, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
            _at = new(_connection, "REPLACE INTO kept (name, value) VALUES ('last_at', ?1)"),
            _take = new(_emptying, "DELETE FROM point WHERE id <= ?1"),
            _pages = new(_connection, "PRAGMA page_count"),
            _free = new(_connection, "PRAGMA freelist_count"),
            _settle = new(_connection, "UPDATE point SET kind = 0, value = ?2, submitted = ?3, known = ?4, about = ?5, at = ?6, old_value = ?7, "
                + "old_submitted = ?8, old_known = ?9, old_about = ?10 WHERE id = ?1"),
            _deletions = new(_connection, $"SELECT {SpoolRow.Columns} FROM point WHERE kind >= 2 ORDER BY id"),
        ];
        _nextId = SpoolFile.Number(_connection, "SELECT max(id) FROM point") + 1;
        _lastAt = _savedAt = SpoolFile.Number(_connection, "SELECT value FROM kept WHERE name = 'last_at'");
        _published = _nextId - 1;
        PageSize = SpoolFile.Number(_connection, "PRAGMA page_size");
        Count();
        FindLast();
    }

    public string Path { get; }

    public SpoolNames Names { get; }

    /// <summary>Readings that wait.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Of them, those that are not settled.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>What is to be dropped at the server and still is there.</summary>
    public ImmutableArray<SpoolRow> Deletions { get; private set; } = [];

    /// <summary>The last row that may be sent. Readers know by then that it came (<see cref="VersionOf(SeriesKey)"/>).</summary>
    public long LastId => Interlocked.Read(ref _published);

    /// <summary>Moves when something of the series comes or is to be dropped: a reader that asked the server in between asks again.</summary>
    public (long Came, long Drops) VersionOf(SeriesKey key) => (_came.GetValueOrDefault(key), Interlocked.Read(ref _drops));

    /// <inheritdoc cref="VersionOf(SeriesKey)"/>
    public (long Came, long Drops) VersionOf(PlaceCode place) =>
        (Names.At(place).Sum(series => _came.GetValueOrDefault(series)), Interlocked.Read(ref _drops));

    /// <summary>Whether anything of a series waits.</summary>
    public bool IsBehind(SeriesKey key) => _last.TryGetValue(key, out var id) && id > Interlocked.Read(ref _passed);

    /// <summary>The turn of the last reading of a series that came unsettled; null where none did. It may have passed.</summary>
    public long? LastOpen(SeriesKey key) => Open > 0 && _lastOpen.TryGetValue(key, out var id) ? id : null;

    /// <summary>The same, of all series of a place.</summary>
    public long? LastOpen(PlaceCode place) => Open == 0 ? null : Names.At(place).Max(LastOpen);

    /// <summary>What the rows take on disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return (Number(_pages) - Number(_free)) * PageSize;
        }
    }

    /// <summary>For tests that make the disk seem full.</summary>
    public SqliteConnection Connection => _connection;

    private long PageSize { get; }

    /// <summary>Gives series their numbers, before their readings are written.</summary>
    public void Know(IEnumerable<SeriesKey> series)
    {
        List<SeriesKey> unknown = [.. series.Where(key => !Names.TryFind(key, out _)).Distinct()];
        if (unknown.Count == 0) return;
        // In a transaction of their own, so that the numbers stay whatever becomes of the readings.
        foreach (var (key, id) in Write(() => Names.Save(unknown))) Names.Add(key, id);
    }

    /// <summary>Writes, all of it or nothing. When it returns, it is on disk. Series are known before.</summary>
    public T Write<T>(Func<T> write)
    {
        lock (_gate)
        {
            var (nextId, lastAt) = (_nextId, _lastAt);
            _begin.Run();
            try
            {
                var answer = write();
                if (_lastAt != _savedAt) _at.Bind(1, _lastAt).Run();
                _commit.Run();
                _savedAt = _lastAt;
                Interlocked.Add(ref _waiting, _moreWaiting);
                Interlocked.Add(ref _open, _moreOpen);
                if (_mustCount) Count();
                Publish();

                return answer;
            }
            catch
            {
                (_nextId, _lastAt) = (nextId, lastAt);
                // SQLite may have undone it already: a full disk can do that.
                if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0) _rollback.Run();
                throw;
            }
            finally
            {
                (_moreWaiting, _moreOpen, _mustCount) = (0, 0, false);
                _touched.Clear();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var statement in _all) statement.Dispose();
            Names.Dispose();
            _emptying.Dispose();
            _connection.Dispose();
            _claim.Dispose();
        }
    }
}
