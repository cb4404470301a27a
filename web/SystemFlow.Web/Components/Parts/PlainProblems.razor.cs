using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What keeps a form from being taken that is sent over HTTP, at its top, each leading to its field.</summary>
public sealed partial class PlainProblems
{
    /// <summary>Each with the id of its field, empty for none; none shows nothing.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<(string Field, string Words)> Problems { get; set; }

    /// <summary>The page's address, with its query.</summary>
    [Parameter, EditorRequired]
    public required string Here { get; set; }
}
