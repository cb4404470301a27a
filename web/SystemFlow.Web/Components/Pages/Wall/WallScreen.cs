using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Pages.Wall;

/// <summary>What stands on a wallboard at once: as much as can be read from five metres, and nothing cut off.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Part">Where a view has more places than one screen has room for, which part this is, from 1; 0 where one is enough.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Places">The rows; for the news, every place that is spoken of.</param>
/// <param name="Metrics">The columns; for the news, what its ages are those of.</param>
internal sealed record WallScreen(
    WallView View, string Title, int Part, int Parts, ImmutableArray<Place> Places, ImmutableArray<MetricCode> Metrics)
{
    /// <summary>The rows that one table has room for with figures of 64 px on 1,080.</summary>
    public const int RowsOfATable = 6;

    private static readonly ImmutableArray<MetricCode> Asked =
        Codes("beds.ga.occupancy", "ed.in-department", "ed.dta-waiting", "ambulance.waiting-handover", "ed.longest-wait-minutes");

    private static readonly ImmutableArray<MetricCode> AtHospitals =
        Codes("ed.in-department", "ed.dta-waiting", "ambulance.waiting-handover", "ed.longest-wait-minutes", "beds.ga.occupancy");

    private static readonly ImmutableArray<MetricCode> AtBedBases = Codes("bedbase.occupied", "bedbase.open", "bedbase.queue");

    private static readonly ImmutableArray<MetricCode> InLocalities =
        Codes("carehome.vacancies", "rapid-response.capacity", "social-care.packages-available");

    /// <summary>Whether its places stand in two tables beside each other.</summary>
    public bool IsDouble => View is WallView.BedBases or WallView.Localities && Places.Length > RowsOfATable;

    /// <summary><c>Hospitals, 1 of 2</c>.</summary>
    public string Name => Part == 0 ? Title : $"{Title}, {Part} of {Parts}";

    /// <summary>The screens of a wallboard in their order; never none.</summary>
    public static ImmutableArray<WallScreen> Of(Footprint footprint, WallAddress address)
    {
        ImmutableArray<WallScreen> screens = [.. address.Views.SelectMany(view => Of(footprint, address.Board, view))];
        return screens.IsEmpty ? [.. Of(footprint, address.Board, WallView.Boards)] : screens;
    }

    private static IEnumerable<WallScreen> Of(Footprint footprint, Place? board, WallView view) => view switch
    {
        WallView.Boards => Parted(
            view, board is null ? "System and boards" : "Board and system", Asked, RowsOfATable,
            board is null ? [footprint.Root, .. footprint.Places.Where(place => place.Kind is PlaceKind.Board)] : [board, footprint.Root]),
        WallView.Hospitals => Parted(view, "Hospitals", AtHospitals, RowsOfATable, Under(footprint, board, PlaceKind.Hospital)),
        WallView.BedBases => Parted(view, "Bed bases", AtBedBases, 2 * RowsOfATable, Under(footprint, board, PlaceKind.BedBase)),
        WallView.Localities => Parted(view, "Localities", InLocalities, 2 * RowsOfATable, Under(footprint, board, PlaceKind.Locality)),
        _ =>
        [
            new(view, "Alerts and changes", 0, 0, Under(footprint, board, PlaceKind.Hospital, PlaceKind.BedBase, PlaceKind.Locality),
                [.. AtHospitals, .. AtBedBases, .. InLocalities]),
        ],
    };

    // What a board watches across its border comes last.
    private static ImmutableArray<Place> Under(Footprint footprint, Place? board, params ReadOnlySpan<PlaceKind> kinds)
    {
        var wanted = kinds.ToArray();
        var counted = footprint.Places.Where(place => board is null || AlertFilter.IsUnder(footprint, place.Code, board.Code));
        return [.. counted.Concat(board is null ? [] : footprint.AlsoWatchedBy(board.Code)).Where(place => wanted.Contains(place.Kind)).Distinct()];
    }

    // Seven are four and three, not six and one.
    private static IEnumerable<WallScreen> Parted(
        WallView view, string title, ImmutableArray<MetricCode> metrics, int most, ImmutableArray<Place> places)
    {
        var parts = (places.Length + most - 1) / most;
        if (parts == 0) return [];
        return places.Chunk((places.Length + parts - 1) / parts)
            .Select((rows, index) => new WallScreen(view, title, parts == 1 ? 0 : index + 1, parts, [.. rows], metrics));
    }

    private static ImmutableArray<MetricCode> Codes(params ReadOnlySpan<string> codes)
    {
        var parsed = ImmutableArray.CreateBuilder<MetricCode>();
        foreach (var code in codes) parsed.Add(MetricCode.Parse(code));
        return parsed.ToImmutable();
    }
}
