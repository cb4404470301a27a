using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Charts;

/// <summary>
/// A trend with all that it is held against, its legend, its table twin and its files. The picture is drawn anew when the view
/// was read anew, and only then.
/// </summary>
public sealed partial class TrendChart(IJSRuntime js, NavigationManager navigation) : IAsyncDisposable
{
    private readonly ChartInBrowser _chart = new(js, navigation, "Components/Charts/TrendChart.razor.js");
    private ElementReference _element;
    private TrendDrawing _drawing = null!; // Set with the parameters, before anything is rendered.
    private TrendView? _drawn;
    private bool _isTableOpen;

    /// <summary>What is shown. For another question, another component (<c>@key</c>).</summary>
    [Parameter, EditorRequired]
    public required TrendView View { get; set; }

    /// <summary>Where the same is as a file.</summary>
    [Parameter, EditorRequired]
    public required string Csv { get; set; }

    /// <summary>Whose figures they are and as of when, for the foot of the picture that is downloaded.</summary>
    [Parameter]
    public string Note { get; set; } = "";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _chart.DisposeAsync();

    /// <inheritdoc/>
    protected override void OnParametersSet() => _drawing = TrendDrawing.Of(View, Note);

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender) =>
        _chart.CatchUpAsync(() => !IsBlank && !ReferenceEquals(_drawn, View), DrawAsync);

    private bool IsBlank => View.IsEmpty && View.Trajectory is null;

    private async Task DrawAsync()
    {
        _drawn = View;
        if (_chart.IsMade) await _chart.TellAsync("update", _drawing);
        else await _chart.CreateAsync(_element, _drawing);
    }

    private void ToggleTable() => _isTableOpen = !_isTableOpen;

    private bool IsPlotted(TrendStroke stroke) => stroke.Kind is "value" && View.Spc is not null;

    private RenderFragment Cell(double? value, string none) => builder =>
    {
        builder.OpenElement(0, "td");
        builder.AddAttribute(1, "class", value is null ? "flow-num flow-none" : "flow-num");
        builder.AddContent(2, value is { } known ? TrendText.Value(known, View.Question.Metric.Unit) : none);
        builder.CloseElement();
    };
}
