using System.Collections.Concurrent;
using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>
/// The newest reading of each series, place by place, as far as they were asked for. With it a new reading needs no look at the server,
/// and a grain can start while that is away. Who has the store's turn changes it; anybody reads.
/// </summary>
/// <param name="isShared">
/// Whether other programs write the database too. Then what was read of a place is good for <see cref="GoodFor"/>, whatever was added here since: another
/// may have added more.
/// </param>
internal sealed class Newest(bool isShared, TimeProvider time)
{
    /// <summary>How long, where others write too.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _places = [];
    private readonly ConcurrentDictionary<PlaceCode, long> _readAt = [];
    private readonly ConcurrentDictionary<PlaceCode, bool> _stale = [];

    /// <summary>Null where the place has not been looked at, or is to be looked at anew.</summary>
    public ImmutableDictionary<MetricKey, Reading>? At(PlaceCode place) =>
        (!_stale.IsEmpty && _stale.ContainsKey(place)) || IsOld(place) ? null : _places.GetValueOrDefault(place);

    /// <summary>What is remembered of it, however old; for a time in which nobody can be asked. Null for nothing.</summary>
    public ImmutableDictionary<MetricKey, Reading>? Remembered(PlaceCode place) => _places.GetValueOrDefault(place);

    /// <summary>As it was just read.</summary>
    public void SetRead(PlaceCode place, ImmutableDictionary<MetricKey, Reading> newest)
    {
        _readAt[place] = time.GetTimestamp();
        Set(place, newest);
    }

    /// <summary>With what was added here.</summary>
    public void Set(PlaceCode place, ImmutableDictionary<MetricKey, Reading> newest) => _places[place] = newest;

    public void Forget(PlaceCode place) => _places.TryRemove(place, out _);

    /// <summary>Has a place forgotten by whoever has the turn next.</summary>
    public void ForgetSoon(PlaceCode place) => _stale[place] = true;

    /// <summary>Forgets what was to be forgotten.</summary>
    public void Tidy()
    {
        foreach (var (place, _) in _stale)
        {
            Forget(place);
            _stale.TryRemove(place, out _);
        }
    }

    private bool IsOld(PlaceCode place) => isShared && (!_readAt.TryGetValue(place, out var at) || time.GetElapsedTime(at) > GoodFor);
}
