using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A link with a secret in it, shown once.</summary>
public sealed partial class LinkOnce
{
    /// <summary>What it is.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What to do with it, in sentences.</summary>
    [Parameter, EditorRequired]
    public required string Words { get; set; }

    /// <summary>The whole address.</summary>
    [Parameter, EditorRequired]
    public required string Link { get; set; }

    /// <summary>Whoever looks has copied it.</summary>
    [Parameter]
    public EventCallback OnTaken { get; set; }
}
