using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>What a place and everything under it have sent so far.</summary>
internal sealed class OwnRecord
{
    private readonly Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _own = [];
    private readonly Dictionary<PlaceCode, ImmutableArray<PlaceCode>> _upwards = [];
    private readonly HashSet<PlaceCode> _heard = [];

    public OwnRecord(Footprint footprint, PlaceCode top)
    {
        ImmutableArray<Place> topDown = [.. Under(footprint, footprint.Find(top))];
        BottomUp = [.. topDown.Reverse()];
        foreach (var place in topDown)
        {
            var above = place.Parent is { } parent && _upwards.TryGetValue(parent, out var known) ? known : [];
            _upwards[place.Code] = above.Insert(0, place.Code);
            _own[place.Code] = OwnReadings.None;
        }
    }

    /// <summary>The places, each after what is under it.</summary>
    public ImmutableArray<Place> BottomUp { get; }

    /// <summary>The places of which, or of something under which, anything was ever heard.</summary>
    public IReadOnlyCollection<PlaceCode> Heard => _heard;

    public ImmutableDictionary<MetricKey, Reading> Of(PlaceCode place) => _own[place];

    /// <summary>Takes one in, and adds the places that it changes; false where it is about another place.</summary>
    public bool Take(Reading reading, HashSet<PlaceCode> changed)
    {
        if (!_own.TryGetValue(reading.Place, out var before)) return false;
        var after = before.With(reading);
        _own[reading.Place] = after;
        if (!ReferenceEquals(before, after)) changed.UnionWith(_upwards[reading.Place]);
        _heard.UnionWith(_upwards[reading.Place]);
        return true;
    }

    private static IEnumerable<Place> Under(Footprint footprint, Place place) =>
        footprint.MembersOf(place.Code).SelectMany(member => Under(footprint, member)).Prepend(place);
}
