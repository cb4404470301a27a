using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Handovers;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Handovers;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Handovers;

/// <summary>From one shift to the next: since when, what is open, what to watch; or how that stood at an earlier handover.</summary>
public sealed partial class HandoverPage(
    Permits permits, HandoverDesk desk, HandoverLog log, ActionLog actions, IEventLog events, Footprint footprint, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private const int MostSteps = 20;
    private const int MostAlerts = 20;
    private const int MostEarlier = 14;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private HandoverFields _fields = new();
    private ImmutableArray<string> _problems = [];
    private ImmutableArray<string> _takeProblems = [];
    private ImmutableArray<Handover> _earlier = [];
    private HandoverPicture? _picture;
    private Handover? _last;
    private string? _author;
    private string? _problem;
    private string _spoken = "";
    private int? _shown;
    private bool _isLooking;
    private bool _isBusy;

    /// <summary>An earlier handover; null for now.</summary>
    [Parameter]
    public int? Number { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private IEnumerable<Place> Levelled => footprint.Places.Where(place => place.Kind is PlaceKind.Footprint or PlaceKind.Board or PlaceKind.Trust);

    private string Summary => _picture is { } picture
        ? $"The shift since {UkTime.DateAndClock(picture.Since)}, as at {UkTime.DateAndClock(picture.At)}."
        : "";

    private IEnumerable<HandoverWatch> Ahead => Number is not null
        ? _last?.Ahead ?? []
        : _picture?.Watch.Select(watch => new HandoverWatch(watch.Place?.Code, watch.Words, watch.Link)) ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        log.Changed -= Handed;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.HandOver);
        if (_shown != Number) (_picture, _last, _problem, _spoken) = (null, null, null, "");
        _shown = Number;
        await LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        log.Changed += Handed;
        _ = FollowAsync(() => PageLoops.TickAsync(time, LookEvery, ShowAsync, _closed.Token));
        _ = FollowAsync(() => PageLoops.FollowAsync(events, time, ShowAsync, _closed.Token));
        _ = FollowAsync(() => PageLoops.FollowAsync(actions, time, ShowAsync, _closed.Token));
    }

    // Twice a day: it needs no bound.
    private void Handed() => _ = FollowAsync(ShowAsync);

    private async Task FollowAsync(Func<Task> follow)
    {
        try
        {
            await follow();
        }
        catch (ObjectDisposedException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private Task ShowAsync() => InvokeAsync(async () =>
    {
        if (_closed.IsCancellationRequested || _isLooking) return; // The look that is under way is followed by the next tick.
        await LookAsync();
        StateHasChanged();
    });

    private async Task LookAsync()
    {
        var number = Number;
        _isLooking = true;
        try
        {
            var handovers = await desk.ReadAsync(MostEarlier + 1, _closed.Token);
            var last = number is { } one ? await desk.FindAsync(one, _closed.Token) : handovers.FirstOrDefault();
            if (number != Number) return;
            if (number is not null && last is null)
            {
                navigation.NotFound();
                return;
            }

            (_last, _earlier) = (last, [.. handovers.Where(earlier => earlier.Number != last?.Number).Take(MostEarlier)]);
            var picture = number is null ? await desk.NowAsync(_closed.Token) : _picture ?? await desk.AtAsync(last!.At, _closed.Token); // What was handed over stays.
            if (number != Number) return;
            _picture = picture;
            _problem = picture is null ? "What there was to hand over cannot be read now; this page tries again every ten seconds. What was written stands below." : null;
        }
        catch (EventLogException)
        {
            _problem = "What happened cannot be read now. This page tries again every ten seconds.";
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
        finally
        {
            _isLooking = false;
        }
    }

    private async Task GiveAsync()
    {
        if (SignedIn is null || _isBusy) return; // A second press hands over nothing twice.
        _isBusy = true;
        try
        {
            _problems = await desk.GiveAsync((await SignedIn).User, _fields, _closed.Token);
            if (!_problems.IsEmpty) return;
            (_fields, _spoken) = (new(), $"Handed over at {UkTime.Clock(time.GetUtcNow())}.");
        }
        finally
        {
            _isBusy = false;
        }

        await LookAsync();
    }

    private async Task TakeAsync()
    {
        if (SignedIn is null || _last is null || _isBusy) return;
        _isBusy = true;
        try
        {
            _takeProblems = await desk.TakeAsync((await SignedIn).User, _last, _closed.Token);
            if (_takeProblems.IsEmpty) _spoken = $"You have taken over at {UkTime.Clock(time.GetUtcNow())}.";
        }
        finally
        {
            _isBusy = false;
        }

        await LookAsync();
    }
}
