using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>How far a series has been thinned out: there, what is sent for the first time cannot be told from what was merged.</summary>
/// <param name="RawFrom">Before, there is one reading for each five minutes. Ticks.</param>
/// <param name="FiveFrom">Before, there is one for each day. Ticks.</param>
/// <param name="To">The furthest that it ever was. Ticks.</param>
internal readonly record struct Thinned(long RawFrom, long FiveFrom, long To);

/// <summary>A small number for each series, and how far it has been thinned out. In memory, and saved at once.</summary>
internal sealed class SpoolNames : IDisposable
{
    private readonly ConcurrentDictionary<SeriesKey, long> _ids = [];
    private readonly ConcurrentDictionary<long, SeriesKey> _keys = [];
    private readonly ConcurrentDictionary<PlaceCode, ImmutableArray<SeriesKey>> _places = [];
    private readonly ConcurrentDictionary<SeriesKey, Thinned> _thinned = [];
    private readonly Statement _insert;
    private readonly Statement _update;
    private long _newest;

    public SpoolNames(SqliteConnection connection)
    {
        _insert = new Statement(connection, "INSERT INTO series (id, place, metric) VALUES (?1, ?2, ?3)");
        _update = new Statement(connection, "UPDATE series SET raw_from = ?2, five_from = ?3, thinned_to = ?4 WHERE id = ?1");
        using var all = new Statement(connection, "SELECT id, place, metric, raw_from, five_from, thinned_to FROM series");
        while (all.Step())
        {
            var key = new SeriesKey(PlaceCode.Parse(all.Text(1)!), MetricKey.Parse(all.Text(2)!));
            Add(key, all.Long(0));
            if (all.Long(5) > 0) _thinned[key] = new Thinned(all.Long(3), all.Long(4), all.Long(5));
        }
    }

    public bool TryFind(SeriesKey key, out long id) => _ids.TryGetValue(key, out id);

    public SeriesKey KeyOf(long id) => _keys[id];

    public Thinned ThinnedOf(SeriesKey key) => _thinned.GetValueOrDefault(key);

    public long IdOf(SeriesKey key) => _ids[key];

    /// <summary>Every series of a place that the spool ever met.</summary>
    public ImmutableArray<SeriesKey> At(PlaceCode place) => _places.GetValueOrDefault(place, []);

    /// <summary>Writes series with the numbers that they will have. Once that is on disk, <see cref="Add(SeriesKey, long)"/> makes them known.</summary>
    public List<(SeriesKey Key, long Id)> Save(IEnumerable<SeriesKey> series)
    {
        List<(SeriesKey Key, long Id)> added = [.. series.Select((key, i) => (key, _newest + 1 + i))];
        foreach (var (key, id) in added) _insert.Bind(1, id).Bind(2, key.Place.ToString()).Bind(3, key.Metric.ToString()).Run();
        return added;
    }

    public void Add(SeriesKey key, long id)
    {
        _newest = Math.Max(_newest, id);
        _keys[id] = key;
        _places[key.Place] = At(key.Place).Add(key);
        _ids[key] = id; // Last: who finds the number finds the key.
    }

    public void Thin(SeriesKey key, Thinned thinned)
    {
        _update.Bind(1, _ids[key]).Bind(2, thinned.RawFrom).Bind(3, thinned.FiveFrom).Bind(4, thinned.To).Run();
        _thinned[key] = thinned;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }
}
