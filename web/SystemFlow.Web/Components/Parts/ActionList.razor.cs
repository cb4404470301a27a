using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Joint actions, one under the other: what, who, when it is due, and how far it is.</summary>
public sealed partial class ActionList(ActionOwners owners, Footprint footprint)
{
    /// <summary>The actions, in the order in which they are shown.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<JointAction> Actions { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>What the list is called for whoever does not see its heading.</summary>
    [Parameter]
    public string Label { get; set; } = "Actions";

    private string NameOf(PlaceCode place) => footprint.TryFind(place.ToString(), out var found) ? found.ShortName : place.ToString();
}
