using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Delayed transfers by reason and by who must act; nothing where a place sends no reasons.</summary>
public sealed partial class DelaysTable
{
    /// <summary>The place now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }
}
