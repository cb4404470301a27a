using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Whether somebody has confirmed a number.</summary>
public sealed partial class ConfirmedTag
{
    /// <summary>Who; null or empty for nobody yet.</summary>
    [Parameter, EditorRequired]
    public string? By { get; set; }
}
