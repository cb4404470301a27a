using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Flows;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The flow picture as a table: the same numbers, in the order of the way.</summary>
public sealed partial class FlowTable
{
    /// <summary>The picture.</summary>
    [Parameter, EditorRequired]
    public required FlowPicture Picture { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    private IEnumerable<Row> Rows => Picture.Stages.SelectMany(
        stage => OfStage(stage).Concat(Picture.Links.Where(link => link.From == stage.Step).SelectMany(OfLink)));

    private static IEnumerable<Row> OfStage(FlowStage stage) =>
        stage.Figures.IsEmpty
            ? [new(FlowText.Of(stage.Step), FlowText.About(stage.Step) ?? "", null)]
            : stage.Figures.Select(figure => new Row(FlowText.Of(stage.Step), figure.Metric.Name, figure));

    private IEnumerable<Row> OfLink(FlowLink link)
    {
        var where = FlowText.Of(link);
        yield return new(where, link.Rate?.Metric.Name ?? "How many take this way", link.Rate);
        foreach (var delay in link.Delays)
        {
            var by = delay.People is null ? null : FlowText.By(delay);
            yield return new(where, FlowText.Heading(link, delay), delay.Waiting, by, delay == Picture.Greatest);
            foreach (var beside in delay.Beside) yield return new(where, beside.Metric.Name, beside);
        }
    }

    // A step or a way, what is counted there, who must act where that is counted, and whether most people wait there.
    private sealed record Row(string Where, string Measure, FlowFigure? Figure, string? By = null, bool IsGreatest = false);
}
