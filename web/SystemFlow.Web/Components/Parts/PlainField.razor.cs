using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A field of a form that is sent over HTTP, with its label, its hint and what is wrong with it.</summary>
public sealed partial class PlainField
{
    /// <summary>The field's id in the page; problems are told by it.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The name that it is sent under.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>What it asks for.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What helps to fill it in; null for nothing.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What it holds; a password's holds nothing.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>Such as <c>password</c>, which can be shown while it is typed.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>What a browser or a password manager fills in (WCAG 2.2, 1.3.5).</summary>
    [Parameter, EditorRequired]
    public required string Fill { get; set; }

    /// <summary>In characters.</summary>
    [Parameter]
    public int Longest { get; set; } = SignIn.AccountDesk.LongestName;

    /// <summary>Whether it is for a code.</summary>
    [Parameter]
    public bool IsShort { get; set; }

    /// <summary>What is wrong on the page.</summary>
    [Parameter]
    public ImmutableArray<(string Field, string Words)> Problems { get; set; } = [];

    private string? Problem => Problems.Where(problem => problem.Field == Id).Select(problem => problem.Words).FirstOrDefault();

    private string LowerLabel => char.ToLowerInvariant(Label[0]) + Label[1..];

    private string? DescribedBy => string.Join(' ', (string?[])[Problem is null ? null : $"{Id}-error", Hint is null ? null : $"{Id}-hint"]).Trim() is { Length: > 0 } ids ? ids : null;
}
