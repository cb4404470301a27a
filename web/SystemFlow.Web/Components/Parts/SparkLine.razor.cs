using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A trend of the last 24 hours as a small line, and in words.</summary>
public sealed partial class SparkLine
{
    /// <summary>The line; null or empty where there is none.</summary>
    [Parameter, EditorRequired]
    public required Trend? Trend { get; set; }

    /// <summary>What it is of.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }
}
