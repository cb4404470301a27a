using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Delays;

/// <summary>Finds the organisations whose delayed patients add up to a place's.</summary>
public sealed class DelayRules(Footprint footprint, MetricDictionary dictionary)
{
    /// <summary>Delayed transfers of care: patients now.</summary>
    public static readonly MetricCode Patients = MetricCode.Parse("dtoc.patients");

    private static readonly MetricCode Rate = MetricCode.Parse("dtoc.rate");

    /// <summary>
    /// The delays at a place. A place with a figure of its own counts as one organisation; one without, as its members, down to the
    /// single site: the same patients that roll-ups count. A provider whose bed bases belong to localities is looked at with those.
    /// </summary>
    public DelayBoard BoardOf(Place place, Func<PlaceCode, PlaceState> stateOf)
    {
        var counts = ImmutableArray.CreateBuilder<DelayCount>();
        var beside = ImmutableArray.CreateBuilder<DelayCount>();
        Walk(place, MembersOf(place), stateOf, counts, beside);
        return new DelayBoard(place, counts.ToImmutable(), beside.ToImmutable());
    }

    /// <summary>The places that <see cref="BoardOf"/> reads: whoever shows the board follows these.</summary>
    public IEnumerable<Place> PlacesOf(Place place) =>
        MembersOf(place).SelectMany(member => footprint.Under(member).Prepend(member)).Prepend(place);

    private ImmutableArray<Place> MembersOf(Place looked) => [.. footprint.MembersOf(looked.Code), .. footprint.RunBy(looked)];

    private void Walk(
        Place place, IReadOnlyCollection<Place> members, Func<PlaceCode, PlaceState> stateOf,
        ImmutableArray<DelayCount>.Builder counts, ImmutableArray<DelayCount>.Builder beside)
    {
        var state = stateOf(place.Code);
        var figure = state[Patients];
        if (figure is { Coverage: null, Current: not null })
        {
            counts.Add(CountOf(place, state));
            beside.AddRange(members.Select(member => (Member: member, State: stateOf(member.Code)))
                .Where(member => member.State[Patients]?.Current is not null)
                .Select(member => CountOf(member.Member, member.State)));
        }
        else if (members.Count > 0)
        {
            foreach (var member in members) Walk(member, [.. footprint.MembersOf(member.Code)], stateOf, counts, beside);
        }
        else if (figure is null ? place.Expects.Contains(dictionary[Patients].Group) : figure.Reading.Absent is not Absent.NotApplicable)
        {
            counts.Add(new DelayCount(place, IsAcute(place), figure, ImmutableDictionary<DelayPart, double>.Empty, null, BedsOf(state)));
        }
    }

    private DelayCount CountOf(Place place, PlaceState state)
    {
        var total = state[Patients]!;
        var split = DelayTotals.SplitOf(state.Figures, Patients);
        double? sum = split.IsEmpty ? null : split.Sum(part => part.Value.Current!.Value);
        var parts = split.ToImmutableDictionary(
            part => new DelayPart(part.Key.Reason, part.Key.Attributable), part => part.Value.Current!.Value);
        if (sum is null || total.Current > sum) parts = parts.SetItem(default, total.Current!.Value - (sum ?? 0));
        return new DelayCount(place, IsAcute(place), total, parts, sum, BedsOf(state));
    }

    private static double? BedsOf(PlaceState state) =>
        state[Rate] is { Current: not null, Reading.Denominator: > 0 and var beds } ? beds : null;

    // A trust of community or mental health services has no hospitals in the footprint.
    private bool IsAcute(Place place) => place.Kind is PlaceKind.Hospital
        || (place.Kind is PlaceKind.Trust && footprint.MembersOf(place.Code).Any(member => member.Kind is PlaceKind.Hospital));
}
