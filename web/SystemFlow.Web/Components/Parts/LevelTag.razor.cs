using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A level in words, and only then in colour.</summary>
public sealed partial class LevelTag
{
    /// <summary>Null when it is not known, which is said.</summary>
    [Parameter, EditorRequired]
    public required OpelLevel? Level { get; set; }
}
