using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Which screen of a wallboard stands, by its name, and the ways to hold it or choose another. js/wall.js gives them keys.</summary>
public sealed partial class WallNav
{
    /// <summary>Every screen's name, in their order.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<string> Names { get; set; }

    /// <summary>The one that stands, from 0.</summary>
    [Parameter, EditorRequired]
    public required int Shown { get; set; }

    /// <summary>Whether it stays.</summary>
    [Parameter, EditorRequired]
    public required bool IsHeld { get; set; }

    /// <summary>How long each stands, in seconds.</summary>
    [Parameter, EditorRequired]
    public required int Seconds { get; set; }

    /// <summary>Another one is wanted; one before the first is the last.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<int> OnShow { get; set; }

    /// <summary>It is to be held, or to go on.</summary>
    [Parameter, EditorRequired]
    public required EventCallback OnToggle { get; set; }
}
