using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// The open actions that a place, or one under it, owns or that are about it, followed by itself. At a past moment, those that were open
/// then, and nothing is followed.
/// </summary>
public sealed partial class OpenActions(ActionLog log, Footprint footprint, TimeProvider time, ViewMoment moment) : IDisposable
{
    private const int Top = 5;
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<JointAction> _open = [];
    private bool _isUnread;
    private bool _isBroken;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _isBroken = false;
        if (moment.Asked is not { } asked)
        {
            Take(log.Current);
            return;
        }

        if (moment.At is not { } at || at > time.GetUtcNow())
        {
            _open = [];
            return;
        }

        (_open, _isUnread) = ([], true); // Never those of another moment meanwhile.
        try
        {
            var then = await log.AsAtAsync(at, _closed.Token);
            if (asked == moment.Asked) Take(then);
        }
        catch (EventLogException)
        {
            if (asked == moment.Asked) _isBroken = true;
        }
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
            await Task.WhenAll(
                PageLoops.FollowAsync(log, time, () => InvokeAsync(Show), closed), PageLoops.TickAsync(time, AgesEvery, () => InvokeAsync(Show), closed));
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
        Take(log.Current);
        if (!_open.IsEmpty || !before.IsEmpty) StateHasChanged();
    }

    private void Take(ImmutableArray<JointAction> actions)
    {
        _isUnread = false;
        _open = [.. ActionFilter.InOrder(actions.Where(action => action.IsOpen && (IsHere(action.Owner) || (action.About is { } about && IsHere(about)))))];
    }

    private bool IsHere(PlaceCode place) =>
        footprint.TryFind(place.ToString(), out var found) && AlertFilter.IsUnder(footprint, found.Code, Place.Code);
}
