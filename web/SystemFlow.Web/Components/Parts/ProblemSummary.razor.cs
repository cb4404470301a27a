using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What keeps something from being done, at the top of its page. A new one is gone to, wherever the button was.</summary>
public sealed partial class ProblemSummary
{
    private ElementReference _summary;
    private ImmutableArray<string> _shown = [];

    /// <summary>Each in a sentence; none shows nothing.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<string> Problems { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown.SequenceEqual(Problems)) return;
        _shown = Problems;
        if (!firstRender && !Problems.IsEmpty) await _summary.FocusAsync();
    }
}
