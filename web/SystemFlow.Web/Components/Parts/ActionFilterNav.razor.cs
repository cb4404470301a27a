using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Links that narrow the list of actions. The choice is the address, so that a view can be shared.</summary>
public sealed partial class ActionFilterNav
{
    /// <summary>The view.</summary>
    [Parameter, EditorRequired]
    public required ActionFilter Filter { get; set; }

    /// <summary>How many actions of the chosen organisation each status has; open has the empty code.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, int> Counts { get; set; }

    /// <summary>Organisations that own an action.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Place> Owners { get; set; }

    // The one that is chosen is shown although nothing is its own any more.
    private IEnumerable<Place> Shown => Filter.Owner is { } chosen && !Owners.Contains(chosen) ? Owners.Append(chosen) : Owners;

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
