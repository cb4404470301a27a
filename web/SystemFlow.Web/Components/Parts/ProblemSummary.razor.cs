using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What keeps something from being done, at the top of its page.</summary>
public sealed partial class ProblemSummary
{
    /// <summary>Each in a sentence; none shows nothing.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<string> Problems { get; set; }
}
