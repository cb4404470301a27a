using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>One headline of the delays: its value, what it is of and how old, and its last 24 hours.</summary>
public sealed partial class DelayTile
{
    /// <summary>What is counted.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The value in words.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>What stands small under it.</summary>
    [Parameter, EditorRequired]
    public required string Note { get; set; }

    /// <summary>Where its title leads; null for nowhere.</summary>
    [Parameter]
    public string? Address { get; set; }

    /// <summary>Its last 24 hours; null where there is none.</summary>
    [Parameter]
    public Trend? Trend { get; set; }
}
