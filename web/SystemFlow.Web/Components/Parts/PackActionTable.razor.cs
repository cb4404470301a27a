using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Joint actions as a pack has them.</summary>
public sealed partial class PackActionTable(ActionOwners owners)
{
    /// <summary>The actions, in their order.</summary>
    [Parameter, EditorRequired]
    public required IEnumerable<PackAction> Actions { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    /// <summary>What they are.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>What is said where there are none.</summary>
    [Parameter, EditorRequired]
    public required string Empty { get; set; }
}
