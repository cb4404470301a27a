using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The open alerts of a place and all under it, followed by itself: a line for a tile, or a panel with the first few.</summary>
public sealed partial class OpenAlerts(IEventLog events, AlertFigures figures, Footprint footprint, TimeProvider time) : IDisposable
{
    private const int Top = 3;

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<AlertState> _open = [];

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>Whether it stands in a tile, as one line.</summary>
    [Parameter]
    public bool IsTile { get; set; }

    private string? Silent => figures.SilentUnder(Place, time.GetUtcNow());

    private string Words => $"{_open.Length} open {(_open.Length == 1 ? "alert" : "alerts")}, {_open.Count(alert => alert.Phase is AlertPhase.Firing)} unanswered";

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Look();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.FollowAsync(events, time, () => InvokeAsync(Show), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Show()
    {
        var before = _open;
        Look();
        if (!before.SequenceEqual(_open)) StateHasChanged();
    }

    private void Look() => _open =
    [
        .. events.Current
            .Where(alert => alert.IsOpen && AlertFilter.IsUnder(footprint, alert.Place, Place.Code))
            .OrderBy(alert => alert.Phase is not AlertPhase.Firing)
            .ThenByDescending(alert => alert.Severity).ThenBy(alert => alert.FiredAt),
    ];

    private string Standing(AlertState alert) => alert.Phase switch
    {
        AlertPhase.Acknowledged => $"Taken on by {alert.By}",
        AlertPhase.Snoozed => $"Put off until {UkTime.Clock(alert.SnoozedUntil ?? alert.Since)}",
        _ => $"Unanswered for {AgeText.Of(time.GetUtcNow() - (alert.FiredAt ?? alert.Since))}",
    };
}
