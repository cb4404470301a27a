using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Places below each other, figures beside each other.</summary>
public sealed partial class PlaceTable
{
    /// <summary>What the table shows.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>For the style sheet: hospitals, bases or localities.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Place> Places { get; set; }

    /// <summary>The columns between a place's level and its trend.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<ColumnGroup> Columns { get; set; }

    /// <summary>A place now.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, PlaceState> StateOf { get; set; }

    /// <summary>Grows when ages are to be written anew.</summary>
    [Parameter, EditorRequired]
    public required int Tick { get; set; }

    /// <summary>The last 24 hours of a place's chief figure; null for a table without that column.</summary>
    [Parameter]
    public Func<PlaceCode, Trend?>? TrendOf { get; set; }

    /// <summary>Whether these places have a level.</summary>
    [Parameter]
    public bool HasLevel { get; set; } = true;

    /// <summary>Places that are watched here and counted elsewhere.</summary>
    [Parameter]
    public IReadOnlyCollection<Place> Guests { get; set; } = [];

    private bool IsGuest(Place place) => Guests.Contains(place);
}
