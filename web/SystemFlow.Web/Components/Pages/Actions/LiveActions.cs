using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Operations.Actions;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Actions;

/// <summary>A page that shows actions: it paints itself anew as soon as anybody changes one, and every ten seconds for what is due.</summary>
public abstract class LiveActions(ActionLog log, TimeProvider time) : ComponentBase, IDisposable
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();

    /// <summary>The moment that is counted to. UTC.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Cancelled when the page is closed.</summary>
    protected CancellationToken Closed { get; private set; }

    /// <summary>Every action that is kept in memory.</summary>
    protected ActionLog Log => log;

    /// <summary>Who looks.</summary>
    [CascadingParameter]
    protected Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what runs while the page is open.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        if (!isDisposing) return;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>Reads what is shown, as of <see cref="Now"/>.</summary>
    protected abstract Task LookAsync();

    /// <inheritdoc/>
    protected override void OnInitialized() => Closed = _closed.Token;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LookNowAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    /// <summary>Reads everything anew.</summary>
    protected async Task LookNowAsync()
    {
        Now = time.GetUtcNow();
        await LookAsync();
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await Task.WhenAll(
                PageLoops.FollowAsync(log, time, () => InvokeAsync(ShowAsync), closed), PageLoops.TickAsync(time, AgesEvery, () => InvokeAsync(ShowAsync), closed));
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        await LookNowAsync();
        StateHasChanged();
    }
}
