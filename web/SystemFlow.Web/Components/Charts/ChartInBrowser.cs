using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace SystemFlow.Web.Components.Charts;

/// <summary>
/// A chart that a module of ours draws in the browser: made once, told what changes, ended with its component, also where that is
/// left while the chart is being made. What it is drawn in stays in the page, hidden while there is nothing to draw: it is bound to that.
/// </summary>
/// <param name="module">The module's path under the page's base. It exports <c>create(element, options)</c>.</param>
internal sealed class ChartInBrowser(IJSRuntime js, NavigationManager navigation, string module) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private bool _isDrawing;
    private bool _isDisposed;

    /// <summary>Whether it has been made.</summary>
    public bool IsMade => _chart is not null;

    /// <summary>
    /// Draws until the picture is what is shown: of a past moment no other rendering comes that would make up for one that was missed.
    /// </summary>
    public async Task CatchUpAsync(Func<bool> isBehind, Func<Task> draw)
    {
        if (_isDrawing) return; // Whoever draws goes on until it has drawn what is shown.
        _isDrawing = true;
        try
        {
            while (!_isDisposed && isBehind()) await draw();
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

    /// <summary>Makes it.</summary>
    public async Task CreateAsync(ElementReference element, object options)
    {
        _module = await js.InvokeAsync<IJSObjectReference>("import", $"{navigation.BaseUri}{module}");
        if (!_isDisposed) _chart = await _module.InvokeAsync<IJSObjectReference>("create", element, options);
        if (_isDisposed) await DisposeAsync(); // The page was left meanwhile: nobody else knows of the chart.
    }

    /// <summary>Tells it something, once it has been made.</summary>
    public ValueTask TellAsync(string what, object with) => _chart?.InvokeVoidAsync(what, [with]) ?? ValueTask.CompletedTask;

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
}
