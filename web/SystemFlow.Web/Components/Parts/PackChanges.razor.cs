using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What changed since the last call: levels, breaches and the figures that moved most.</summary>
public sealed partial class PackChanges
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }

    private IEnumerable<PackBreach> Begun => Pack.Breaches.Where(breach => breach.IsNew is true);
}
