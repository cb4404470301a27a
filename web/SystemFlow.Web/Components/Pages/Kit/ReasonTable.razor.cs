using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Feeds.Kit;

namespace SystemFlow.Web.Components.Pages.Kit;

/// <summary>Reasons with what they mean and what to do.</summary>
public sealed partial class ReasonTable
{
    /// <summary>The table's caption.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The reasons.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<ReasonHelp> Lines { get; set; }
}
