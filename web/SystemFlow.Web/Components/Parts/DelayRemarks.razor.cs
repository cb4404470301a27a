using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Delays;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What a reader must know before acting on sums of delayed patients: who is missing, who disagrees, who may be in it twice.</summary>
public sealed partial class DelayRemarks
{
    /// <summary>The organisations that they are of.</summary>
    [Parameter, EditorRequired]
    public required DelayBoard Board { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }
}
