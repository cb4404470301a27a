using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Capacity now, prospective and potential.</summary>
public sealed partial class PackCapacityTable
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }
}
