using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Pages;

/// <summary>How much of the system view is shown at once.</summary>
public enum Density
{
    /// <summary>Every place.</summary>
    Normal,
    /// <summary>Every place, in smaller rows: for a desk, not for a wall.</summary>
    Dense,
    /// <summary>Only places that need attention: OPEL 3 or 4, not known, or late.</summary>
    Calm,
}

/// <summary>What the system view is narrowed to and how it lists it, as its address says.</summary>
/// <param name="Board">The one board's code; null for all.</param>
/// <param name="Show">The one kind of place: hospitals, bed-bases or localities; null for all.</param>
/// <param name="Organisation">Who runs the places, as an address spells it; null for all.</param>
/// <param name="Order">How places are listed.</param>
/// <param name="Density">How much is shown.</param>
public sealed record SystemView(string? Board, string? Show, string? Organisation, PlaceOrder Order, Density Density)
{
    private static readonly string[] Kinds = ["hospitals", "bed-bases", "localities"];

    /// <summary>From an address; what it does not know is as if it were not there.</summary>
    public static SystemView Of(
        Footprint footprint, string? board, string? show, string? organisation = null, string? sort = null, string? view = null) =>
        new(
            footprint.TryFind(board, out var found) && found.Kind is PlaceKind.Board ? found.Code.ToString() : null,
            Kinds.Contains(show) ? show : null,
            OrganisationsOf(footprint).Any(known => known.Name == organisation) ? organisation : null,
            PlaceOrder.Named(sort),
            view switch { "dense" => Density.Dense, "calm" => Density.Calm, _ => Density.Normal });

    /// <summary>Everyone who runs a place, in the order of the alphabet, and how an address spells them.</summary>
    public static ImmutableArray<(string Name, string Words)> OrganisationsOf(Footprint footprint) =>
    [
        .. footprint.Places.Select(OrganisationOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .Select(words => (NameOf(words), words)),
    ];

    /// <summary>The boards shown; for all, then the footprint itself for what belongs to none.</summary>
    public ImmutableArray<Place> BoardsOf(Footprint footprint) =>
        footprint.TryFind(Board, out var one) ? [one] : [.. footprint.Places.Where(place => place.Kind is PlaceKind.Board), footprint.Root];

    /// <summary>Whether this kind of place is shown.</summary>
    public bool Shows(string kind) => Show is null || Show == kind;

    /// <summary>Whether a place belongs to a board and to an organisation that is shown.</summary>
    public bool Covers(Footprint footprint, Place place)
    {
        if (!IsRunByShown(place)) return false;
        if (Board is null) return true;
        for (var at = place; ; at = footprint.Find(at.Parent.Value))
        {
            if (at.Code.ToString() == Board) return true;
            if (at.Parent is null) return false;
        }
    }

    /// <summary>Whether the organisation that runs a place is shown.</summary>
    public bool IsRunByShown(Place place) =>
        Organisation is null || (OrganisationOf(place) is { } words && NameOf(words) == Organisation);

    /// <summary>The address of this view.</summary>
    public string Address
    {
        get
        {
            (string Name, string? Value)[] terms =
            [
                ("board", Board), ("show", Show), ("organisation", Organisation), ("sort", Order.Name),
                ("view", Density is Density.Normal ? null : Density.ToString().ToLowerInvariant()),
            ];
            var query = string.Join('&', terms.Where(term => !string.IsNullOrEmpty(term.Value)).Select(term => $"{term.Name}={term.Value}"));
            return query.Length > 0 ? $"/?{query}" : "/";
        }
    }

    // A trust runs itself.
    private static string? OrganisationOf(Place place) => place.Kind is PlaceKind.Trust ? place.Name : place.Operator;

    private static string NameOf(string words) =>
        string.Join('-', words.ToLowerInvariant().Split([' ', ',', '&', '\'', '(', ')', '.', '/'], StringSplitOptions.RemoveEmptyEntries));
}
