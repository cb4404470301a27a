using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Says that a page stands still, and of when it is: on paper too, where the clock that goes on is left out.</summary>
public sealed partial class PausedNote
{
    /// <summary>When the page was paused; null while it follows. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset? At { get; set; }
}
