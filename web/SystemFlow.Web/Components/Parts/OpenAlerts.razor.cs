using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// The open alerts of a place and all under it, followed by itself: a line for a tile, or a panel with the first few. At a past
/// moment, those that were open then, and nothing is followed.
/// </summary>
public sealed partial class OpenAlerts(
    IEventLog events, AlertFigures figures, Footprint footprint, TimeProvider time, ViewMoment moment, PastView view) : IDisposable
{
    private const int Top = 3;

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<AlertState> _open = [];
    private Past? _past;
    private string? _asked;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>Whether it stands in a tile, as one line.</summary>
    [Parameter]
    public bool IsTile { get; set; }

    private string? Silent => moment.At is null ? figures.SilentUnder(Place, time.GetUtcNow())
        : _past is { } past ? figures.SilentUnder(Place, past.At, code => past.States[code]) : null;

    private bool IsKnown => moment.Asked is null || _past is { AreAlertsKnown: true };

    private bool IsUnread => _past is { Outcome: PastOutcome.Busy or PastOutcome.Unreadable };

    // What is said where nothing is open.
    private string NoneWords => moment.Asked is null ? "Nothing is firing here."
        : _past is null or { Outcome: PastOutcome.Reading } ? "Reading the alerts of that moment."
        : IsUnread ? "The alerts of that moment cannot be read now."
        : IsKnown ? "Nothing was firing here."
        : _past.WasWatched ? "Alerts of that moment are no longer kept."
        : "Alerts were not watched at that moment.";

    private string NoneOnTile => IsKnown ? "No open alert"
        : _past is null or { Outcome: PastOutcome.Reading } ? "Reading alerts"
        : IsUnread ? "Alerts cannot be read now"
        : _past.WasWatched ? "Alerts no longer kept"
        : "Alerts not watched then";

    private string Words => $"{_open.Length} open {(_open.Length == 1 ? "alert" : "alerts")}, {_open.Count(alert => alert.Phase is AlertPhase.Firing)} unanswered";

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (moment.Asked is not { } asked)
        {
            (_asked, _past) = (null, null);
            Look();
            return;
        }

        if (asked != _asked) (_asked, _past, _open) = (asked, null, []); // Never those of another moment meanwhile.
        var past = await view.AskAsync(asked, _closed.Token);
        if (asked != moment.Asked) return;
        _past = past;
        Take(past.Events.Alerts);
    }

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
        if (moment.Asked is not null) return;
        var before = _open;
        Look();
        if (!before.SequenceEqual(_open)) StateHasChanged();
    }

    private void Look() => Take(events.Current);

    private void Take(ImmutableArray<AlertState> alerts) =>
        _open = AlertFilter.Open(alerts.Where(alert => AlertFilter.IsUnder(footprint, alert.Place, Place.Code)));

    private string Standing(AlertState alert) => alert.Phase switch
    {
        AlertPhase.Acknowledged => $"Taken on by {alert.By}",
        AlertPhase.Snoozed when alert.SnoozedUntil is { } until => $"Put off until {UkTime.Clock(until)}",
        AlertPhase.Snoozed => $"Put off by {alert.By}",
        _ => $"Unanswered for {AgeText.Of(moment.Now - (alert.FiredAt ?? alert.Since))}",
    };
}
