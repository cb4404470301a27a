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

    private IEnumerable<(string Where, string Kind, FlowFigure? Figure)> Rows => Picture.Stages.SelectMany(
        stage => OfStage(stage).Concat(Picture.Links.Where(link => link.From == stage.Step).SelectMany(OfLink)));

    private static IEnumerable<(string Where, string Kind, FlowFigure? Figure)> OfStage(FlowStage stage) =>
        stage.Figures.IsEmpty
            ? [(FlowText.Of(stage.Step), FlowText.About(stage.Step) ?? "", null)]
            : stage.Figures.Select(figure => (FlowText.Of(stage.Step), "", (FlowFigure?)figure));

    private static IEnumerable<(string Where, string Kind, FlowFigure? Figure)> OfLink(FlowLink link)
    {
        yield return (FlowText.Of(link), "How many take this way", link.Rate);
        foreach (var delay in link.Delays)
        {
            yield return (FlowText.Of(link), "", delay.Waiting);
            foreach (var beside in delay.Beside) yield return (FlowText.Of(link), "", beside);
        }
    }
}
