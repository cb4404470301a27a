using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Web.Components.Pages.Map;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The map's drawing. Each site is a link that chooses it; the list beside (<see cref="MapList"/>) says the same in words.</summary>
public sealed partial class MapPicture(ViewMoment moment)
{
    /// <summary>Where everything stands.</summary>
    [Parameter, EditorRequired]
    public required MapDrawing Drawing { get; set; }

    /// <summary>What the map is narrowed to.</summary>
    [Parameter, EditorRequired]
    public required MapView View { get; set; }

    /// <summary>A place now.</summary>
    [Parameter, EditorRequired]
    public required Func<PlaceCode, PlaceState> StateOf { get; set; }

    private static string TintOf(OpelLevel? level) => level is { } known ? $"flow-map--{(int)known}" : "flow-map--unknown";
}
