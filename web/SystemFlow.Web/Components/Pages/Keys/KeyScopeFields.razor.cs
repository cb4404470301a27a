using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Keys;

namespace SystemFlow.Web.Components.Pages.Keys;

/// <summary>What a key is to allow.</summary>
public sealed partial class KeyScopeFields(Footprint footprint)
{
    /// <summary>What is filled in.</summary>
    [Parameter, EditorRequired]
    public required KeyFields Fields { get; set; }

    /// <summary>Tells the fields of two such forms apart.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    private static string KindOf(Place place) => place.Kind switch
    {
        PlaceKind.Footprint => "all of it",
        PlaceKind.BedBase => "bed base",
        _ => place.Kind.ToString().ToLowerInvariant(),
    };

    private void Toggle(PlaceCode place)
    {
        if (!Fields.Places.Remove(place)) Fields.Places.Add(place);
    }
}
