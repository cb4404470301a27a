using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>Every place's state under one set of pressure rules, as its grain would have it.</summary>
internal sealed class PlaceStates
{
    private readonly MetricDictionary _dictionary;
    private readonly OwnRecord _record;
    private readonly StateRules _rules;
    private readonly Dictionary<PlaceCode, PlaceState> _states = [];
    private readonly Dictionary<PlaceCode, Place[]> _members = [];

    public PlaceStates(Footprint footprint, MetricDictionary dictionary, PressureRules pressure, OwnRecord record)
    {
        _dictionary = dictionary;
        _record = record;
        _rules = new StateRules(footprint, dictionary, pressure);
        foreach (var place in record.BottomUp) _members[place.Code] = [.. footprint.MembersOf(place.Code)];
        Evaluate(record.BottomUp.Select(place => place.Code).ToHashSet(), [], DateTimeOffset.MinValue);
    }

    public PlaceState this[PlaceCode place] => _states[place];

    /// <summary>Works out places anew, from the bottom up: those that were told something, and those that have aged.</summary>
    /// <param name="looked">Places at which only time has passed; most have not changed by that.</param>
    public void Evaluate(IReadOnlySet<PlaceCode> told, IReadOnlyCollection<PlaceCode> looked, DateTimeOffset now)
    {
        var moved = new HashSet<PlaceCode>(told);
        foreach (var place in _record.BottomUp)
        {
            var mustMove = moved.Contains(place.Code)
                || (looked.Contains(place.Code)
                    && (_members[place.Code].Any(member => moved.Contains(member.Code)) || HasAged(place.Code, now)));
            if (!mustMove) continue;
            moved.Add(place.Code);
            var members = Array.ConvertAll(_members[place.Code], member => _states[member.Code]);
            _states[place.Code] = _rules.StateOf(place, _record.Of(place.Code), members, now);
        }
    }

    private bool HasAged(PlaceCode place, DateTimeOffset now)
    {
        var figures = _states[place].Figures;
        foreach (var (key, reading) in _record.Of(place))
        {
            if (_dictionary.TryFind(key.Metric, out var metric) && figures[key].Freshness != FreshnessRule.At(reading, metric, now)) return true;
        }

        return false;
    }
}
