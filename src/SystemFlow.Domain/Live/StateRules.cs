using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>
/// From what places sent to what they show: freshness, sums over members, percentages, pressure. A function of its
/// arguments; whoever calls it says what time it is.
/// </summary>
public sealed class StateRules(Footprint footprint, MetricDictionary dictionary, PressureRules pressure)
{
    private readonly PercentageRules _percentages = new(footprint, dictionary);
    private readonly RollUpRules _rollUps = new(footprint, dictionary);

    /// <summary>The state of a place, without a version.</summary>
    /// <param name="own">The newest readings it sent itself.</param>
    /// <param name="members">The newest states of the places that it counts; empty for a hospital or bed base.</param>
    public PlaceState StateOf(
        Place place, ImmutableDictionary<MetricKey, Reading> own, IReadOnlyCollection<PlaceState> members,
        DateTimeOffset now)
    {
        var figures = ImmutableDictionary.CreateBuilder<MetricKey, Figure>();
        foreach (var (key, reading) in own)
        {
            if (dictionary.TryFind(key.Metric, out var metric))
            {
                figures[key] = new Figure(reading, FreshnessRule.At(reading, metric, now));
            }
        }

        _rollUps.AddTo(figures, place, members);
        DelayTotals.AddTo(figures, dictionary);
        _percentages.AddTo(figures, place, members);
        var state = new PlaceState(place.Code, 0, now, figures.ToImmutable(), Pressure.Unknown);
        return state with { Pressure = PressureOf(place, state, members) };
    }

    // A trust of which nothing is published is as pressed as its hospitals; so is everything above it.
    private Pressure PressureOf(Place place, PlaceState state, IReadOnlyCollection<PlaceState> members)
    {
        var isLeaf = place.Kind is PlaceKind.Hospital or PlaceKind.BedBase;
        var speaksForItself = state.Figures.Values.Any(f => f.Coverage is null && f.Current is not null && f.Reading.Source != Figure.Derived);
        return isLeaf || (place.Kind is PlaceKind.Trust && speaksForItself)
            ? pressure.Score(place.Kind, metric => state[metric]?.Current)
            : pressure.RollUp([.. members.Select(member => (member.Pressure, WeightOf(member)))]);
    }

    // By beds, as far as is known: staffed beds now or when last heard of, else the size that the plans state.
    private double WeightOf(PlaceState member)
    {
        var beds = new[] { MetricCodes.BedsOpen, MetricCodes.BedBaseOpen }.Sum(metric => member[metric]?.Reading.Value ?? 0);
        return beds > 0 ? beds : footprint.Find(member.Place).Size ?? 0;
    }
}
