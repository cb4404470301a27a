using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Every version of the rules of a kind; each opens in its editor, from where it can be put in force again.</summary>
public sealed partial class RuleHistory
{
    /// <summary>What they rule.</summary>
    [Parameter, EditorRequired]
    public required RuleKind Kind { get; set; }

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<RuleDocument> Lines { get; set; }

    /// <summary>The version in force.</summary>
    [Parameter, EditorRequired]
    public required int InForce { get; set; }

    /// <summary>The page that edits them.</summary>
    [Parameter, EditorRequired]
    public required string EditAt { get; set; }

    private string StateOf(RuleDocument line) =>
        line.Version == InForce ? "In force" : line.IsPutInForce ? "Was in force" : "Draft";
}
