using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Places below each other on a wallboard, with few and large figures.</summary>
public sealed partial class WallTable(Footprint footprint)
{
    /// <summary>What the table shows.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Place> Places { get; set; }

    /// <summary>The columns.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Metric> Metrics { get; set; }

    /// <summary>How many lines it has room for: at least one for each place.</summary>
    [Parameter, EditorRequired]
    public required int Lines { get; set; }

    /// <summary>Whether it has the screen's whole width; else a level stands under its place's name.</summary>
    [Parameter]
    public bool HasRoom { get; set; } = true;

    /// <summary>Whether the places have a level.</summary>
    [Parameter]
    public bool HasLevel { get; set; } = true;

    /// <summary>A place now.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, PlaceState> StateOf { get; set; }

    /// <summary>The level that a person declared at a place; null when none holds.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, DeclaredLevel?> DeclaredOf { get; set; }

    /// <summary>Whether a place is watched here and counted elsewhere.</summary>
    [Parameter, EditorRequired]
    public required Func<Place, bool> IsGuest { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }
}
