using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Links to the same page for the whole system, a board or a site. The choice is the address, so that it can be shared.</summary>
public sealed partial class PlaceChoice(Footprint footprint)
{
    /// <summary>The place shown.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>The page's address for a place.</summary>
    [Parameter, EditorRequired]
    public required Func<Place, string> AddressOf { get; set; }

    private IEnumerable<Place> Areas => footprint.Places.Where(place => place.Kind is PlaceKind.Footprint or PlaceKind.Board);

    // The hospitals of the board looked at, those that it watches across its border too; of the whole system all. A place that is
    // none of these, such as a bed base, stands beside them while it is shown.
    private IEnumerable<Place> Sites
    {
        get
        {
            var board = footprint.BoardOf(Place);
            var hospitals = footprint.Places.Where(place => place.Kind is PlaceKind.Hospital);
            var sites = board is null ? hospitals : hospitals.Where(place => footprint.BoardOf(place) == board || place.AlsoWatchedBy.Contains(board.Code));
            return Place.Kind is PlaceKind.Footprint or PlaceKind.Board or PlaceKind.Hospital ? sites : sites.Append(Place);
        }
    }

    private string? Current(Place place) => place == Place ? "true" : null;
}
