using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.FeedKit;

namespace SystemFlow.Web.Components.Pages.Keys;

/// <summary>A new secret, shown once, with a request that can be tried at once.</summary>
public sealed partial class KeySecret(Footprint footprint, FeedExamples examples)
{
    /// <summary>Whose key it is.</summary>
    [Parameter, EditorRequired]
    public required string Feed { get; set; }

    /// <summary>The secret.</summary>
    [Parameter, EditorRequired]
    public required string Secret { get; set; }

    /// <summary>A place that it may write for; null for any.</summary>
    [Parameter, EditorRequired]
    public required PlaceCode? Place { get; set; }

    /// <summary>Whoever looks has copied it.</summary>
    [Parameter]
    public EventCallback OnTaken { get; set; }

    private string Example => examples.First(Place is { } code ? footprint.Find(code) : null, Secret);
}
