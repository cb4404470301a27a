using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Where nobody has a grip: the place, the evidence and what to ask.</summary>
public sealed partial class GripGapList
{
    /// <summary>The gaps, in their order.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<GripGap> Gaps { get; set; }

    /// <summary>The moment that they are of. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    /// <summary>Whether something is silent, so that no gap is no comfort.</summary>
    [Parameter]
    public bool IsAnythingMissing { get; set; }

    /// <summary>What can be done about a gap; null for nothing.</summary>
    [Parameter]
    public RenderFragment<GripGap>? ChildContent { get; set; }
}
