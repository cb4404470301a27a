using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Pages.Map;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What the map shows, in words: every site by its board, also those without a position.</summary>
public sealed partial class MapList(MetricDictionary dictionary, Footprint footprint, ViewMoment moment)
{
    /// <summary>What the map is narrowed to.</summary>
    [Parameter, EditorRequired]
    public required MapView View { get; set; }

    /// <summary>The sites that are not drawn.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Place> Unplaced { get; set; }

    /// <summary>A place now.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, PlaceState> StateOf { get; set; }

    /// <summary>The level that a person declared at a place; null when none holds.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, DeclaredLevel?> DeclaredOf { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    private string? RemarkOf(Place board, Place site)
    {
        string?[] remarks =
        [
            site.AlsoWatchedBy.Contains(board.Code) ? "also watched" : null,
            site.Kind is PlaceKind.BedBase ? "bed base" : null,
            Unplaced.Contains(site) ? "not on the map" : null,
        ];
        var words = string.Join(", ", remarks.OfType<string>());
        return words.Length > 0 ? words : null;
    }
}
