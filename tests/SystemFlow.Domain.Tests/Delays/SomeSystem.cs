using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Delays;

/// <summary>Every place's state, worked out from what some places sent.</summary>
internal sealed class SomeSystem
{
    public static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly StateRules Rules = new(Places, MetricDictionary.Standard, PressureRules.Standard);

    private readonly Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _sent = [];
    private readonly Dictionary<PlaceCode, PlaceState> _states = [];

    /// <summary>What a place sent; its age is a minute unless it says otherwise.</summary>
    public SomeSystem Sent(string place, string metric, double? value, TimeSpan? age = null)
    {
        var reading = A.Reading with
        {
            Place = PlaceCode.Parse(place),
            Metric = MetricKey.Parse(metric),
            Value = value,
            Absent = value is null ? Absent.Unknown : null,
            PeriodEnd = A.Monday9am - (age ?? TimeSpan.FromMinutes(1)),
        };
        _sent[reading.Place] = _sent.GetValueOrDefault(reading.Place, OwnReadings.None).With(reading);
        _states.Clear();
        return this;
    }

    public PlaceState StateOf(PlaceCode code)
    {
        if (_states.TryGetValue(code, out var state)) return state;
        List<PlaceState> members = [.. Places.MembersOf(code).Select(member => StateOf(member.Code))];
        return _states[code] = Rules.StateOf(Places.Find(code), _sent.GetValueOrDefault(code, OwnReadings.None), members, A.Monday9am);
    }

    public static Place Place(string code) => Places.Find(PlaceCode.Parse(code));
}
