using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Layout;

/// <summary>
/// The moment that live figures are from, once a second, and where they come from. In a replay it is the past's; above a page of a
/// past moment it says that it is not that one. The browser watches it: when it stands still, the connection is lost (flow.js).
/// </summary>
public sealed partial class DataClock(TimeProvider time, RunMode mode, ViewMoment moment) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private DateTimeOffset _now;
    private RunNotice _notice = mode.Now;

    /// <inheritdoc/>
    protected override void OnInitialized() => Read();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = TickAsync(_closed.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private async Task TickAsync(CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(Second, time);
            while (await timer.WaitForNextTickAsync(closed)) await InvokeAsync(Show);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Show()
    {
        Read();
        StateHasChanged();
    }

    private void Read()
    {
        _now = time.GetUtcNow();
        _notice = mode.Now;
    }
}
