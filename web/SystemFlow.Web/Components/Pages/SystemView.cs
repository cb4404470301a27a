using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What the system view is narrowed to, as its address says.</summary>
/// <param name="Board">The one board's code; null for all.</param>
/// <param name="Show">The one kind of place: hospitals, bed-bases or localities; null for all.</param>
/// <param name="Boards">The boards shown; for all, then the footprint itself for what belongs to none.</param>
internal sealed record SystemView(string? Board, string? Show, ImmutableArray<Place> Boards)
{
    private static readonly string[] Kinds = ["hospitals", "bed-bases", "localities"];

    /// <summary>From an address; what it does not know is as if it were not there.</summary>
    public static SystemView Of(Footprint footprint, string? board, string? show)
    {
        var one = footprint.TryFind(board, out var found) && found.Kind is PlaceKind.Board ? found : null;
        return new SystemView(
            one?.Code.ToString(),
            Kinds.Contains(show) ? show : null,
            one is null ? [.. footprint.Places.Where(place => place.Kind is PlaceKind.Board), footprint.Root] : [one]);
    }

    /// <summary>Whether this kind of place is shown.</summary>
    public bool Shows(string kind) => Show is null || Show == kind;

    /// <summary>Whether a place belongs to a board that is shown.</summary>
    public bool Covers(Footprint footprint, Place place)
    {
        for (var at = place; ; at = footprint.Find(at.Parent.Value))
        {
            if (Boards.Contains(at)) return true;
            if (at.Parent is null) return false;
        }
    }
}
