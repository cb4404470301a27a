using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Figures of one place that belong together, each with its unit, its age and a link to its definition.</summary>
public sealed partial class FiguresPanel
{
    /// <summary>The panel's heading.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What to show, in this order.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Metric> Metrics { get; set; }

    /// <summary>The place now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>What stands under the figures.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    // A month that is over is not how things are now.
    private string Caption => Metrics.All(metric => metric.IsHistory) ? Title : $"{Title}, now";

    private string LastHead => Metrics.All(metric => metric.IsHistory) ? "Period" : "Age";

    private string Id => "panel-" + string.Concat(Title.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static bool HasUnit(Metric metric, Cell cell) =>
        metric.Unit is not (Unit.Percent or Unit.Minutes) && char.IsAsciiDigit(cell.Text[0]);

    // Age and completeness both matter before a figure is acted on, and how it was amended or made.
    private string AgeOf(Metric metric)
    {
        var figure = State[metric.Code];
        if (figure?.Reading is not { Value: not null } reading)
        {
            return figure?.Reading.Absent is { } absent and not Absent.Unknown ? FigureText.Of(absent) : "";
        }

        string?[] words =
        [
            metric.IsHistory ? PeriodText.Of(reading) : AgeText.Of(Cell.Freshness(figure, metric, Now), Now - reading.PeriodEnd),
            figure.Coverage is { Expected: > 1 } or { IsComplete: false } ? FigureText.Of(figure.Coverage.Value) : null,
            AmendmentText.Of(reading, metric.Unit, Now),
            reading.Method is Method.Estimated ? "estimated" : reading.Method is Method.Manual ? ByHand(reading) : null,
        ];
        return string.Join(", ", words.OfType<string>());
    }

    // Who says so belongs to a figure that a person typed; what is worked out from several has no one author.
    private static string ByHand(Reading reading) => reading.Source is Figure.Derived or Figure.RolledUp
        ? "entered by hand"
        : $"entered by {reading.Source}, {UkTime.DateAndClock(reading.SubmittedAt)}";
}
