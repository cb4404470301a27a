using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Pages.Map;

/// <summary>What the map is narrowed to and which site is chosen, as its address says.</summary>
/// <param name="Board">The one board; null for the whole system.</param>
/// <param name="Chosen">The site whose figures are shown; null for none.</param>
/// <param name="Boards">The boards shown, each with its hospitals and bed bases, those that it watches across its border last.</param>
public sealed record MapView(Place? Board, Place? Chosen, ImmutableArray<(Place Board, ImmutableArray<Place> Sites)> Boards)
{
    private static readonly MetricCode HospitalBeds = MetricCode.Parse("beds.ga.occupancy");
    private static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");
    private static readonly MetricCode BaseBeds = MetricCode.Parse("bedbase.occupancy");

    private static readonly ImmutableArray<MetricCode> AtHospitals =
    [
        MetricCode.Parse("ed.in-department"), MetricCode.Parse("ed.dta-waiting"), MetricCode.Parse("ed.longest-wait-minutes"),
        MetricCode.Parse("ambulance.waiting-handover"), MetricCode.Parse("beds.ga.occupancy"), MetricCode.Parse("beds.ga.occupied"),
        MetricCode.Parse("beds.ga.open"), MetricCode.Parse("dtoc.patients"),
    ];

    private static readonly ImmutableArray<MetricCode> AtBedBases =
    [
        MetricCode.Parse("bedbase.occupancy"), MetricCode.Parse("bedbase.occupied"), MetricCode.Parse("bedbase.open"),
        MetricCode.Parse("bedbase.queue"), MetricCode.Parse("dtoc.patients"),
    ];

    /// <summary>Every site shown, once.</summary>
    public IEnumerable<Place> Sites => Boards.SelectMany(board => board.Sites).Distinct();

    /// <summary>From an address; what it does not know is as if it were not there.</summary>
    public static MapView Of(Footprint footprint, string? board, string? place)
    {
        var one = footprint.TryFind(board, out var found) && found.Kind is PlaceKind.Board ? found : null;
        var boards = one is null ? footprint.Places.Where(at => at.Kind is PlaceKind.Board) : [one];
        var view = new MapView(one, null, [.. boards.Select(at => (at, SitesOf(footprint, at, isAlone: one is not null)))]);
        var rest = one is null ? footprint.Places.Where(IsSite).Except(view.Sites).ToImmutableArray() : [];
        if (!rest.IsEmpty) view = view with { Boards = view.Boards.Add((footprint.Root, rest)) };
        return view with { Chosen = footprint.TryFind(place, out var chosen) && view.Sites.Contains(chosen) ? chosen : null };
    }

    /// <summary>The figures of a site's panel.</summary>
    public static ImmutableArray<MetricCode> FiguresOf(Place site) => site.Kind is PlaceKind.BedBase ? AtBedBases : AtHospitals;

    /// <summary>The one figure of a site in the list: how full it is, or where it has no beds how many are in its A&amp;E.</summary>
    public static MetricCode ChiefOf(Place site) =>
        site.Kind is PlaceKind.BedBase ? BaseBeds : site.Expects.Contains("beds") ? HospitalBeds : InDepartment;

    /// <summary>This map with another board or site.</summary>
    public static string To(Place? board, Place? chosen)
    {
        string?[] terms = [board is null ? null : $"board={board.Code}", chosen is null ? null : $"place={chosen.Code}"];
        var query = string.Join('&', terms.OfType<string>());
        return query.Length > 0 ? $"/map?{query}" : "/map";
    }

    // On the whole system's map each site stands once, with the board that counts it.
    private static ImmutableArray<Place> SitesOf(Footprint footprint, Place board, bool isAlone) =>
    [
        .. footprint.Places.Where(place => IsSite(place) && AlertFilter.IsUnder(footprint, place.Code, board.Code)),
        .. isAlone ? footprint.AlsoWatchedBy(board.Code).Where(IsSite) : [],
    ];

    private static bool IsSite(Place place) => place.Kind is PlaceKind.Hospital or PlaceKind.BedBase;
}
