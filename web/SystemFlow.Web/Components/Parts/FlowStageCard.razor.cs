using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A step of the flow picture: how full, who is in it and how many come, each with its definition and its age.</summary>
public sealed partial class FlowStageCard
{
    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required FlowStage Stage { get; set; }

    /// <summary>The place that the picture is of.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>What stands under its numbers.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    // A bar is drawn for what is known now; over 100 it is full, and the number says how far.
    private static string? ShareOf(FlowFigure figure) => figure is { Metric.Unit: Unit.Percent, Figure.Current: { } percent }
        ? Math.Clamp(percent, 0, 100).ToString("0.#", CultureInfo.InvariantCulture)
        : null;

    private string Id => $"stage-{Stage.Step}";
}
