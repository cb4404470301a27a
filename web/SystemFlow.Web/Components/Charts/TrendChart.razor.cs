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
    private ElementReference _element;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private TrendDrawing _drawing = null!; // Set with the parameters, before anything is rendered.
    private TrendView? _drawn;
    private bool _isDrawing;
    private bool _isDisposed;
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
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        var (chart, module) = (_chart, _module);
        (_chart, _module) = (null, null);
        try
        {
            if (chart is not null)
            {
                await chart.InvokeVoidAsync("destroy");
                await chart.DisposeAsync();
            }

            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the chart with it.
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _drawing = TrendDrawing.Of(View, Note);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isDrawing) return; // Whoever draws goes on until it has drawn what is shown: of a past moment no other rendering comes.
        _isDrawing = true;
        try
        {
            while (!_isDisposed && !IsBlank && !ReferenceEquals(_drawn, View)) await DrawAsync();
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone.
        }
        finally
        {
            _isDrawing = false;
        }
    }

    // Where there is nothing to draw, the picture is hidden and not taken away: what the browser drew in it stays bound to it.
    private bool IsBlank => View.IsEmpty && View.Trajectory is null;

    private async Task DrawAsync()
    {
        _drawn = View;
        if (_chart is not null)
        {
            await _chart.InvokeVoidAsync("update", _drawing);
            return;
        }

        _module = await js.InvokeAsync<IJSObjectReference>("import", $"{navigation.BaseUri}Components/Charts/TrendChart.razor.js");
        if (!_isDisposed) _chart = await _module.InvokeAsync<IJSObjectReference>("create", _element, _drawing);
        if (_isDisposed) await DisposeAsync(); // The page was left meanwhile: nobody else knows of the chart.
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
