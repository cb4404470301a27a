using System.Collections.Concurrent;
using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>
/// The newest reading of each series, place by place, as far as they were asked for. With it a new reading needs no look at the server,
/// and a grain can start while that is away. Who has the store's turn changes it; anybody reads.
/// </summary>
internal sealed class Newest
{
    private readonly ConcurrentDictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _places = [];
    private readonly ConcurrentDictionary<PlaceCode, bool> _stale = [];

    /// <summary>Null where the place has not been looked at, or is to be looked at anew.</summary>
    public ImmutableDictionary<MetricKey, Reading>? At(PlaceCode place) =>
        !_stale.IsEmpty && _stale.ContainsKey(place) ? null : _places.GetValueOrDefault(place);

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
}
