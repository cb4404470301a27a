using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Series;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Tries rules on the stored history. <c>?rule=…&amp;place=…&amp;days=…</c> fills the form in.</summary>
public sealed partial class BacktestPage(
    BacktestDesk desk, IRuleBook book, Footprint footprint, MetricDictionary dictionary, TimeProvider time) : IDisposable
{
    private static readonly PlaceKind[] Kinds =
        [PlaceKind.Hospital, PlaceKind.Trust, PlaceKind.Board, PlaceKind.Footprint, PlaceKind.BedBase, PlaceKind.Locality];

    private readonly CancellationTokenSource _closed = new();
    private readonly BacktestForm _form = new();
    private RuleBook _rules = book.Current;
    private CancellationTokenSource? _run;
    private ImmutableArray<string> _problems = [];
    private BacktestReport? _report;
    private string? _onlyRule;
    private string _spoken = "";
    private int _percent;

    /// <summary>The rule to change.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "rule")]
    public string? Rule { get; set; }

    /// <summary>The place to try it at.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "place")]
    public string? Place { get; set; }

    /// <summary>How many days back: 7, 30 or 90.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "days")]
    public int? Days { get; set; }

    private Condition? FirstCondition => _rules.Alerts.Rules.FirstOrDefault(rule => rule.Code == _form.Rule)?.All[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _rules = book.Current;
        _form.Json = _rules.Alerts.ToJson();
        _form.Place = footprint.TryFind(Place, out var place) ? place.Code.ToString() : footprint.Places.First(p => p.Kind is PlaceKind.Hospital).Code.ToString();
        if (BacktestForm.Lengths.Contains(Days ?? 0)) _form.Days = Days!.Value;
        if (_rules.Alerts.Rules is [var first, ..]) _form.Pick(_rules.Alerts, first.Code);
        if (Rule is null) return;
        _form.Choice = RuleChoice.OneChanged;
        _form.Pick(_rules.Alerts, Rule);
    }

    private async Task RunAsync()
    {
        if (_run is not null) return;
        _rules = book.Current;
        (var terms, _problems) = _form.Read(_rules, footprint, dictionary, time.GetUtcNow());
        if (terms is null) return;
        _run = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        (_report, _percent, _spoken) = (null, 0, "The back-test runs.");
        try
        {
            _onlyRule = _form.Choice is RuleChoice.OneChanged ? _form.Rule : null;
            _report = await desk.RunAsync(terms, new Progress<double>(Show), _run.Token);
            if (_report is null) _problems = [$"{BacktestDesk.Most} back-tests are running already. Try again in a minute."];
            _spoken = _report is null ? "" : "The back-test is done.";
        }
        catch (OperationCanceledException) when (_run.IsCancellationRequested)
        {
            _spoken = "The back-test was cancelled.";
        }
        catch (SeriesException error)
        {
            _problems = [$"The record cannot be read now. {error.Message}"];
        }
        finally
        {
            _run.Dispose();
            _run = null;
        }
    }

    private void Cancel() => _run?.Cancel();

    private void Show(double share)
    {
        var percent = (int)(100 * share);
        if (percent == _percent || _run is null) return;
        _percent = percent;
        StateHasChanged();
    }

    private string ConditionWords
    {
        get
        {
            var rule = _rules.Alerts.Rules.FirstOrDefault(rule => rule.Code == _form.Rule);
            var more = rule switch
            {
                { All.Length: > 1, Overlays.IsEmpty: false } => " Its other conditions and its other thresholds for a part of the year stay as they are.",
                { All.Length: > 1 } => " Its other conditions stay as they are.",
                { Overlays.IsEmpty: false } => " Its other thresholds for a part of the year stay as they are.",
                _ => "",
            };
            return rule?.All[0] switch
            {
                { Kind: ConditionKind.Threshold, Metric: { } metric } => $"{dictionary[metric].Name}.{more}",
                { Kind: ConditionKind.Change, Metric: { } metric, Over: { } over } =>
                    $"{dictionary[metric].Name}: how much worse within {BacktestWords.Span(over)}.{more}",
                { Kind: ConditionKind.Level } => $"The calculated OPEL level, 2 to 4.{more}",
                { Kind: ConditionKind.Silence, Group: { } group } => $"No current figure of {MetricText.Group(group)}.{more}",
                _ => "",
            };
        }
    }

    private string UnitOf(Condition condition) => condition.Metric is { } metric ? $"({FigureText.Of(dictionary[metric].Unit)})" : "(level)";
}
