using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A place's last 24 hours in a line the size of a word, drawn on the server.</summary>
public sealed partial class SparkLine
{
    private Trend? _drawn;

    /// <summary>What to draw; null or empty is "No data".</summary>
    [Parameter, EditorRequired]
    public required Trend? Trend { get; set; }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var isNew = !ReferenceEquals(_drawn, Trend);
        _drawn = Trend;
        return isNew;
    }
}
