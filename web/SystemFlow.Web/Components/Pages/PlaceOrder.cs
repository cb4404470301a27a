using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Pages;

/// <summary>An order in which the system view lists places. What has no figure to be ordered by comes last.</summary>
/// <param name="Name">As an address spells it.</param>
/// <param name="Words">As the page offers it.</param>
/// <param name="By">The figure, the highest first; null to list by board.</param>
public sealed record PlaceOrder(string Name, string Words, Func<PlaceState, double?>? By)
{
    /// <summary>Each board's places under it, as the footprint lists them.</summary>
    public static PlaceOrder ByBoard { get; } = new("", "Board, then place", null);

    /// <summary>Every order, as offered.</summary>
    public static ImmutableArray<PlaceOrder> All { get; } =
    [
        ByBoard,
        new("pressure", "Level of pressure", state => state.Pressure.Score + (100 * (int?)state.Pressure.Level)),
        new("occupancy", "Bed occupancy", FirstOf("beds.ga.occupancy", "bedbase.occupancy")),
        new("department", "People in A&E", FirstOf("ed.in-department")),
        new("bed-wait", "Waiting for a bed", FirstOf("ed.dta-waiting", "bedbase.queue")),
        new("handover", "Ambulances waiting to hand over", FirstOf("ambulance.waiting-handover")),
        new("delays", "Delayed transfers of care", FirstOf("dtoc.patients")),
        new("silence", "Longest without a figure", state => state.NewestAt is { } at ? -at.UtcTicks : double.MaxValue),
    ];

    /// <summary>The order with this name; by board for any other.</summary>
    public static PlaceOrder Named(string? name) => All.FirstOrDefault(order => order.Name == name) ?? ByBoard;

    /// <summary>Those places in this order.</summary>
    public ImmutableArray<Place> Sorted(IEnumerable<Place> places, Func<PlaceCode, PlaceState> stateOf) =>
        By is null
            ? [.. places]
            : [.. places.OrderBy(place => By(stateOf(place.Code)) is null).ThenByDescending(place => By(stateOf(place.Code)))];

    private static Func<PlaceState, double?> FirstOf(params string[] codes)
    {
        ImmutableArray<MetricCode> metrics = [.. codes.Select(MetricCode.Parse)];
        return state => metrics.Select(metric => state[metric]?.Current).FirstOrDefault(value => value is not null);
    }
}
