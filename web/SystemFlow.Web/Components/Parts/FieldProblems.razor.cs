using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What keeps a form from being taken, at its top, each leading to its field. It takes the focus each time that it is new.</summary>
public sealed partial class FieldProblems(NavigationManager navigation)
{
    private ElementReference _summary;
    private ImmutableArray<(string Field, string Words)> _shown = [];

    /// <summary>Each with the id of its field, empty for none; none shows nothing.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<(string Field, string Words)> Problems { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown == Problems) return; // The same array: a second press with the same problem makes another, and is answered.
        _shown = Problems;
        if (!firstRender && !Problems.IsEmpty) await _summary.FocusAsync();
    }
}
