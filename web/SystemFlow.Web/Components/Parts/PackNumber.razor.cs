using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A number of a pack with its unit, its age and of how many organisations it is.</summary>
public sealed partial class PackNumber
{
    /// <summary>The number.</summary>
    [Parameter, EditorRequired]
    public required PackFigure Figure { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    /// <summary>Whether what is counted is said beside it.</summary>
    [Parameter]
    public bool IsNamed { get; set; }
}
