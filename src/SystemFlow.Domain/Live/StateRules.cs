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
    private static readonly MetricCode[] BedMetrics = [MetricCodes.BedsOpen, MetricCodes.BedBaseOpen];

    private readonly PercentageRules _percentages = new(footprint, dictionary);
    private readonly RollUpRules _rollUps = new(footprint, dictionary);

    /// <summary>The state of a place, without a version.</summary>
    /// <param name="own">The newest readings it sent itself.</param>
    /// <param name="members">The newest states of the places that it counts; empty for a hospital or bed base.</param>
    public PlaceState StateOf(
        Place place, ImmutableDictionary<MetricKey, Reading> own, IReadOnlyCollection<PlaceState> members,
        DateTimeOffset now)
    {
        members = InOrder(members);
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
        PartTotals.AddTo(figures, dictionary);
        _percentages.AddTo(figures, place, members);
        var state = new PlaceState(place.Code, 0, now, figures.ToImmutable(), Pressure.Unknown);
        return state with { Pressure = PressureOf(place, state, members) };
    }

    // Sums of fractions depend on their order in the last digits: the same members give the same sum, in whatever order they were heard.
    private static IReadOnlyCollection<PlaceState> InOrder(IReadOnlyCollection<PlaceState> members) =>
        members.Count < 2 ? members : [.. members.OrderBy(member => member.Place.ToString(), StringComparer.Ordinal)];

    /// <summary>Every place's state at one moment, each worked out after those of the places that it counts.</summary>
    /// <param name="own">The newest readings that each place had sent itself; a place without any may be left out.</param>
    public ImmutableDictionary<PlaceCode, PlaceState> StatesOf(
        IReadOnlyDictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> own, DateTimeOffset now)
    {
        var states = ImmutableDictionary.CreateBuilder<PlaceCode, PlaceState>();
        Add(footprint.Root);
        return states.ToImmutable();

        PlaceState Add(Place place)
        {
            PlaceState[] members = [.. footprint.MembersOf(place.Code).Select(Add)];
            return states[place.Code] = StateOf(place, own.GetValueOrDefault(place.Code, OwnReadings.None), members, now);
        }
    }

    /// <summary>A state as pressed as these rules say: what other rules would make of the same figures.</summary>
    /// <param name="members">The states of the places that it counts, already so judged.</param>
    public PlaceState Judge(PlaceState state, IReadOnlyCollection<PlaceState> members) =>
        state with { Pressure = PressureOf(footprint.Find(state.Place), state, members) };

    // A trust of which nothing is published is as pressed as its hospitals; so is everything above it.
    private Pressure PressureOf(Place place, PlaceState state, IReadOnlyCollection<PlaceState> members)
    {
        var isLeaf = place.Kind is PlaceKind.Hospital or PlaceKind.BedBase;
        var speaksForItself = state.Figures.Any(
            figure => figure.Value is { Coverage: null, Current: not null, Reading.Source: not Figure.Derived }
                && !dictionary[figure.Key.Metric].IsHistory);
        return isLeaf || (place.Kind is PlaceKind.Trust && speaksForItself)
            ? pressure.Score(place.Kind, metric => state[metric]?.Current, metric => Applies(dictionary[metric], place, state))
            : pressure.RollUp(Weighted(members));
    }

    // What a place neither sends nor ought to send, or says that it does not have, is not missing there.
    private bool Applies(Metric metric, Place place, PlaceState state)
    {
        if (!metric.Denominator.IsEmpty)
        {
            return metric.Numerator.All(part => Applies(dictionary[part], place, state))
                && metric.Denominator.Any(part => Applies(dictionary[part], place, state));
        }

        return state[metric.Code] is { } figure
            ? figure.Reading.Absent is not Absent.NotApplicable
            : place.Kind is PlaceKind.Trust || place.Expects.Contains(metric.Group);
    }

    // By the rule set's weights where it names a member: a member that it does not name then has no say. Else by beds.
    private List<(Pressure Pressure, double Weight)> Weighted(IReadOnlyCollection<PlaceState> members)
    {
        var named = members.Where(member => pressure.Weights.ContainsKey(member.Place)).ToList();
        return named.Count == 0
            ? ByBeds(members)
            : [.. named.Select(member => (member.Pressure, pressure.Weights[member.Place]))];
    }

    // By beds, as far as is known: staffed beds now or when last heard of, else the size that the plans state, else as
    // one of its neighbours. What has no beds at all, such as a locality without a bed base, has no say.
    private List<(Pressure Pressure, double Weight)> ByBeds(IReadOnlyCollection<PlaceState> members)
    {
        var bedded = members.Where(HasBeds).Select(member => (member.Pressure, Beds: BedsOf(member))).ToList();
        var usual = bedded.Average(member => member.Beds) ?? 1;
        return [.. bedded.Select(member => (member.Pressure, member.Beds ?? usual))];
    }

    private bool HasBeds(PlaceState member) => BedsOf(member) is not null
        || BedMetrics.Any(metric => footprint.ExpectedReporters(member.Place, dictionary[metric].Group) > 0);

    private double? BedsOf(PlaceState member)
    {
        var beds = BedMetrics.Sum(metric => member[metric]?.Reading.Value ?? 0);
        return beds > 0 ? beds : footprint.Find(member.Place).Size;
    }
}
