using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>Every place's state under one set of pressure rules, as its grain would have it.</summary>
internal sealed class PlaceStates
{
    private readonly OwnRecord _record;
    private readonly StateRules _rules;
    private readonly Dictionary<PlaceCode, PlaceState> _states = [];
    private readonly Dictionary<PlaceCode, Place[]> _members = [];

    public PlaceStates(Footprint footprint, MetricDictionary dictionary, PressureRules pressure, OwnRecord record)
    {
        _record = record;
        _rules = new StateRules(footprint, dictionary, pressure);
        foreach (var place in record.TopDown) _members[place.Code] = [.. footprint.MembersOf(place.Code)];
        Evaluate(record.TopDown.Select(place => place.Code).ToHashSet(), DateTimeOffset.MinValue);
    }

    public PlaceState this[PlaceCode place] => _states[place];

    /// <summary>Works out these places anew, from the bottom up.</summary>
    public void Evaluate(IReadOnlySet<PlaceCode> places, DateTimeOffset now)
    {
        foreach (var place in _record.TopDown.Reverse().Where(place => places.Contains(place.Code)))
        {
            var members = Array.ConvertAll(_members[place.Code], member => _states[member.Code]);
            _states[place.Code] = _rules.StateOf(place, _record.Of(place.Code), members, now);
        }
    }
}
