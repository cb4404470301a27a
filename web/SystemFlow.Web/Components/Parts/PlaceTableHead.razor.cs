using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The headings of a table of places. They never change, so they are drawn once.</summary>
public sealed partial class PlaceTableHead
{
    /// <summary>The table.</summary>
    [Parameter, EditorRequired]
    public required TableOfPlaces Table { get; set; }

    /// <summary>Whether there is a column of trends.</summary>
    [Parameter]
    public bool HasTrend { get; set; }

    /// <inheritdoc/>
    protected override bool ShouldRender() => false;
}
