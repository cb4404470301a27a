using System.Collections.Immutable;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Pages.Editions;

/// <summary>The weekly and monthly board packs, and when the next come.</summary>
public sealed partial class PacksPage : IDisposable
{
    private const int MostListed = 60;

    private readonly EditionLog _log;
    private readonly EditionClock _clock;
    private readonly EditionPrints _prints;
    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<EditionHead> _weeks = [];
    private ImmutableArray<EditionHead> _months = [];
    private string? _problem;

    /// <summary>The page, on what it shows.</summary>
    public PacksPage(EditionLog log, EditionClock clock, IServiceProvider services)
    {
        (_log, _clock) = (log, clock);
        _prints = services.GetRequiredService<EditionPrints>(); // Internal, so not a parameter.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Changed -= Reload;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _log.Changed += Reload;
    }

    private void Reload() => _ = InvokeAsync(async () =>
    {
        try
        {
            await LookAsync();
            StateHasChanged();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private async Task LookAsync()
    {
        try
        {
            _weeks = await _log.ListAsync(EditionKind.Weekly, MostListed, _closed.Token);
            _months = await _log.ListAsync(EditionKind.Monthly, MostListed, _closed.Token);
            _problem = null;
        }
        catch (EventLogException)
        {
            _problem = EditionText.Unreadable;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
