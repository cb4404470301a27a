using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>
/// One figure of one place over time, with what it is held against: earlier times, plans, targets, and its own ordinary
/// variation. All of it is in the address.
/// </summary>
public sealed partial class TrendsPage(
    LivePageParts live, PlacePageParts parts, TrendDesk desk, PlanSet plans, NavigationManager navigation, ViewMoment moment) : LivePage(live)
{
    private static readonly ImmutableArray<PlaceKind> Kinds =
        [PlaceKind.Footprint, PlaceKind.Board, PlaceKind.Trust, PlaceKind.Hospital, PlaceKind.BedBase, PlaceKind.Locality];

    private TrendQuestion? _question;
    private TrendView? _view;
    private DateTimeOffset? _viewAsAt;
    private Place _chosenPlace = live.Footprint.Root;
    private Metric _chosenMetric = live.Dictionary.Metrics[0];

    /// <summary>The place's code; the whole system where none is given.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>The metric's code; patients in A&amp;E where none is given.</summary>
    [SupplyParameterFromQuery]
    public string? Metric { get; set; }

    /// <summary>24h, 7d, 30d or winter.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>none, week or year.</summary>
    [SupplyParameterFromQuery]
    public string? Compare { get; set; }

    /// <summary>line or spc.</summary>
    [SupplyParameterFromQuery]
    public string? Chart { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places => _question is null ? [] : [_question.Place.Code];

    // What is painted, until what was asked for after it has been read.
    private TrendQuestion Painted => _view!.Question;

    private Figure? Figure => StateOf(Painted.Place.Code)[Painted.Metric.Code];

    private Cell Cell => Cell.Of(Figure, Painted.Metric, Now);

    private string NowWords => Figure is { Reading: { Value: not null } reading } figure
        ? $"{TrendText.After(Painted.Metric.Unit)}, {AgeText.Of(Cell.Freshness(figure, Painted.Metric, Now), Now - reading.PeriodEnd)}{(figure.Coverage is { } coverage ? $", {FigureText.Of(coverage)}" : "")}"
        : $" {FigureText.Of(Painted.Metric.Unit)}: no figure has come from here";

    private string Note => $"{(Sources.Length > 0 ? $"Source: {Sources}. " : "")}As of {UkTime.DateAndClock(_view!.At)}.";

    private string Sources => TrendSources.Of(Painted.Place, Painted.Metric, StateOf, Footprint);

    // Never what is live under the past's mark, nor one moment under another's. While another question is read, the one before stays whole.
    private bool CanPaint => _view is not null && _viewAsAt == Past?.At;

    // What the place can have: what it and those under it are expected to send or have sent, and what plans are for.
    private IEnumerable<IGrouping<string, Metric>> Choices => Dictionary.Metrics
        .Where(metric => metric == _chosenMetric || parts.Has(_chosenPlace, metric, StateOf(_chosenPlace.Code)) || plans.TrajectoryFor(_chosenPlace.Code, metric.Code) is not null)
        .GroupBy(metric => metric.Group);

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _question = TrendQuestion.Read(Place, Metric, Range, Compare, Chart, Footprint, Dictionary);
        if (_question is null)
        {
            navigation.NotFound();
            return false;
        }

        (_chosenPlace, _chosenMetric) = (_question.Place, _question.Metric);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken superseded)
    {
        var (question, asAt) = (_question!, Past?.At);
        var view = await desk.OfAsync(question, asAt, superseded);
        superseded.ThrowIfCancellationRequested();
        (_view, _viewAsAt) = (view, asAt);
    }

    private static IEnumerable<(TrendSpan Span, string Name)> SpansOf(TrendQuestion question) =>
        question.Metric.IsHistory ? [(TrendSpan.All, "All")]
        : question.Metric.Period is PeriodType.Day || question.Kind is TrendKind.Spc ? [(TrendSpan.Month, "30 days"), (TrendSpan.Winter, "Winter")]
        : [(TrendSpan.Day, "24 hours"), (TrendSpan.Week, "7 days"), (TrendSpan.Month, "30 days"), (TrendSpan.Winter, "Winter")];

    private static IEnumerable<(Comparison With, string Name)> WithsOf(TrendQuestion question) =>
        question.Metric.IsHistory ? [(Comparison.None, "Alone"), (Comparison.Year, "With a year before")]
        : [(Comparison.None, "Alone"), (Comparison.Week, "With a week before"), (Comparison.Year, "With a year before")];

    private void ChoosePlace(ChangeEventArgs change)
    {
        if (Footprint.TryFind((string?)change.Value, out var place)) _chosenPlace = place;
    }

    private void ChooseMetric(ChangeEventArgs change)
    {
        if (Dictionary.TryFind((string?)change.Value, out var metric)) _chosenMetric = metric;
    }

    private void Show() => navigation.NavigateTo(
        moment.Link(TrendQuestion.Of(_chosenPlace, _chosenMetric, _question!.Span, _question.With, _question.Kind).Address));
}
