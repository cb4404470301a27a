using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Thresholds of the alert rules that are reached.</summary>
public sealed partial class PackBreaches
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }
}
