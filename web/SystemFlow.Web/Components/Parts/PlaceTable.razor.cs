using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Places below each other, figures beside each other.</summary>
public sealed partial class PlaceTable(RowMarkups rows, ViewMoment moment)
{
    /// <summary>What the table shows.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>Its columns.</summary>
    [Parameter, EditorRequired]
    public required TableOfPlaces Table { get; set; }

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Place> Places { get; set; }

    /// <summary>A place now.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, PlaceState> StateOf { get; set; }

    /// <summary>The last 24 hours of a place's chief figure; null for a table without that column.</summary>
    [Parameter]
    public Func<PlaceCode, Trend?>? TrendOf { get; set; }

    /// <summary>The level that a person declared at a place; null for a table without.</summary>
    [Parameter]
    public Func<PlaceCode, DeclaredLevel?>? DeclaredOf { get; set; }

    /// <summary>Places that are watched here and counted elsewhere.</summary>
    [Parameter]
    public IReadOnlyCollection<Place> Guests { get; set; } = [];

    private bool IsGuest(Place place) => Guests.Contains(place);

    private static string StyleOf(Place place) => place.Kind switch
    {
        PlaceKind.Trust => "flow-row flow-row--trust",
        PlaceKind.Hospital => "flow-row flow-row--hospital",
        _ => "flow-row",
    };
}
