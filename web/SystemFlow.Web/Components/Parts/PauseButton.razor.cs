using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Holds a page's figures still, and lets them go on. A past moment stands still by itself.</summary>
public sealed partial class PauseButton(ViewMoment moment)
{
    /// <summary>Whether they stand still.</summary>
    [Parameter, EditorRequired]
    public required bool IsPaused { get; set; }

    /// <summary>What to do when it is pressed.</summary>
    [Parameter, EditorRequired]
    public required EventCallback OnToggle { get; set; }
}
