using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// The heading of what just came about, which takes the focus when it comes. A component of its own, because only its first
/// render is sure to be after the element is there.
/// </summary>
public sealed partial class FocusHeading
{
    private ElementReference _head;

    /// <summary>The heading's id.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Its words.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _head.FocusAsync();
    }
}
