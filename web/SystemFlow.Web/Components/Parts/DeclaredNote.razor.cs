using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A declared level beside the calculated one; nothing where none holds.</summary>
public sealed partial class DeclaredNote
{
    /// <summary>Null when it is not known.</summary>
    [Parameter, EditorRequired]
    public required OpelLevel? Calculated { get; set; }

    /// <summary>Null when none holds.</summary>
    [Parameter, EditorRequired]
    public required DeclaredLevel? Declared { get; set; }
}
