using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Web.Components.Pages.Kit;

/// <summary>What was wrong or doubtful, row by row, each with what to do about it.</summary>
public sealed partial class RefusalTable
{
    /// <summary>The table's caption.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The first of them.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Refusal> Lines { get; set; }

    /// <summary>How many there are in all; none shows nothing.</summary>
    [Parameter, EditorRequired]
    public required int Total { get; set; }
}
