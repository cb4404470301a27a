using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>
/// A page that shows places and follows them: each new state is painted as soon as the last painting is done, ages every
/// ten seconds, a declared level at once. Paused, it stands still and says so. Where the address asks for a past moment
/// (<see cref="At"/>) it shows that and follows nothing. Whoever derives from it says which places it shows, and reads what
/// is not in their states (<see cref="LookAsync"/>), which is never shown of another moment or of other places
/// (<see cref="Forget"/>).
/// </summary>
public abstract partial class LivePage(LivePageParts parts) : ComponentBase, IDisposable
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource _left = new();
    private CancellationTokenSource _looking = new();
    private ImmutableDictionary<PlaceCode, PlaceState> _newest = parts.Live.All;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared = ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty;
    private ImmutableHashSet<PlaceCode> _followed = [];
    private ImmutableHashSet<PlaceCode> _lookedAt = [];
    private bool _isFollowing;

    /// <summary>The places that the page shows. Asked after each <see cref="Enter"/>.</summary>
    protected abstract ImmutableHashSet<PlaceCode> Places { get; }

    /// <summary>The past moment to show, as an address spells it (<see cref="Words.MomentText"/>); null for now.</summary>
    [SupplyParameterFromQuery(Name = Words.MomentText.Name)]
    public string? At { get; set; }

    /// <summary>What the page shows of the past; null while it is live.</summary>
    protected Past? Past { get; private set; }

    /// <summary>Begins the page's title, so that a past moment is not taken for live among a browser's tabs.</summary>
    protected string TitleMark => Past is null ? "" : "Past: ";

    /// <summary>Every place, as the page shows it: as it is now, was when the page was paused, or was known at the past moment.</summary>
    protected ImmutableDictionary<PlaceCode, PlaceState> Shown { get; private set; } = parts.Live.All;

    /// <summary>The moment that ages are counted to. UTC.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>When the page was paused; null while it follows. UTC.</summary>
    protected DateTimeOffset? PausedAt { get; private set; }

    /// <summary>The newest change of a level in words, for a polite live region.</summary>
    protected string Spoken { get; private set; } = "";

    /// <summary>Grows when ages are to be written anew.</summary>
    protected int Tick { get; private set; }

    /// <summary>Cancelled when the page is closed.</summary>
    protected CancellationToken Closed => _closed.Token;

    /// <summary>Every place.</summary>
    protected Footprint Footprint => parts.Footprint;

    /// <summary>Every metric.</summary>
    protected MetricDictionary Dictionary => parts.Dictionary;

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
        parts.Events.Changed -= Heard;
        _left.Cancel();
        _left.Dispose();
        _looking.Cancel();
        _looking.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>Takes the address in. False where there is nothing to show, and something else was answered.</summary>
    protected virtual bool Enter() => true;

    /// <summary>
    /// Reads what is not in the states, such as trends: at the start, whenever the address changes and with the ages. The
    /// states shown then are <see cref="Shown"/>, as of <see cref="Now"/>; of <see cref="Past"/>, where that is not null.
    /// </summary>
    /// <param name="superseded">
    /// Cancelled when a newer look begins or the page is closed: an answer that comes later is thrown away. Whoever overrides this keeps
    /// nothing before all is read and this is seen not to be cancelled.
    /// </param>
    protected virtual Task LookAsync(CancellationToken superseded) => Task.CompletedTask;

    /// <summary>Clears what <see cref="LookAsync"/> has read: another moment or other places are shown, of which that says nothing.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>A place as the page shows it.</summary>
    protected PlaceState StateOf(PlaceCode place) => Shown[place];

    /// <summary>The level that a person declared at a place; null when none holds.</summary>
    protected DeclaredLevel? DeclaredOf(PlaceCode place) => _declared.GetValueOrDefault(place);

    /// <summary>Stops the page, or lets it go on with the newest of everything.</summary>
    protected async Task TogglePause()
    {
        if (Past is not null) return;
        PausedAt = PausedAt is null ? parts.Time.GetUtcNow() : null;
        ShowNewest();
        Tick++;
        if (PausedAt is null) await LookAnewAsync();
    }

    /// <inheritdoc/>
    protected sealed override async Task OnParametersSetAsync()
    {
        if (!Enter()) return;
        if (!Words.MomentText.AsksForNow(At))
        {
            await EnterPastAsync(At);
            return;
        }

        Turn(null);
        if (!_followed.SetEquals(Places)) Leave();
        await LookAgainAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) parts.Events.Changed += Heard;
        if (_isFollowing || _followed.IsEmpty) return;
        _isFollowing = true;
        _ = FollowAsync(_followed, _left.Token);
    }

    // What was read of another moment, or of other places, is not shown, nor what is still being read of them.
    private void Turn(Past? past)
    {
        if (past?.At != Past?.At || !_lookedAt.SetEquals(Places))
        {
            _looking.Cancel();
            Forget();
        }

        (Past, _lookedAt, _isHeld) = (past, Places, false);
    }

    // Other places from now on, which are followed once they have been painted.
    private void Leave()
    {
        _left.Cancel();
        _left.Dispose();
        _left = new CancellationTokenSource();
        _followed = Places;
        _isFollowing = false;
        _newest = parts.Live.All;
        PausedAt = null;
        Spoken = "";
    }

    private async Task FollowAsync(ImmutableHashSet<PlaceCode> places, CancellationToken left)
    {
        try
        {
            await Task.WhenAll(
                PageLoops.FollowAsync(parts.Live, places, batch => InvokeAsync(() => Take(batch)), left),
                PageLoops.TickAsync(parts.Time, AgesEvery, () => InvokeAsync(TickAsync), left));
        }
        catch (Exception error) when (!left.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Take(ImmutableArray<PlaceState> batch)
    {
        var before = _newest;
        _newest = _newest.SetItems(batch.Select(state => KeyValuePair.Create(state.Place, state)));
        if (PausedAt is not null || Past is not null) return;
        Spoken = LevelNews.Of(batch, before, Footprint) ?? Spoken;
        ShowNewest();
        StateHasChanged();
    }

    private async Task TickAsync()
    {
        if (PausedAt is not null || Past is not null) return;
        await LookAgainAsync();
        StateHasChanged();
    }

    // While it is paused only what was asked for besides changes, such as how far back a trend goes.
    private Task LookAgainAsync()
    {
        if (PausedAt is null) ShowNewest();
        return LookAnewAsync();
    }

    private async Task LookAnewAsync()
    {
        if (_closed.IsCancellationRequested) return;
        _looking.Cancel();
        _looking.Dispose();
        var look = _looking = new CancellationTokenSource();
        var superseded = look.Token;
        try
        {
            await LookAsync(superseded);
            Tick++;
        }
        catch (OperationCanceledException) when (superseded.IsCancellationRequested)
        {
            // A newer look answers, or the page was closed.
        }
    }

    private void ShowNewest()
    {
        Shown = _newest;
        Now = parts.Time.GetUtcNow();
        _declared = parts.Events.DeclaredAt(Now);
    }

    // A declared level shows at once, not with the next ages. Told on the recording thread.
    private void Heard(PlaceCode place) => _ = InvokeAsync(() =>
    {
        if (PausedAt is not null || Past is not null || DeclaredOf(place) == parts.Events.DeclaredAt(parts.Time.GetUtcNow()).GetValueOrDefault(place)) return;
        ShowNewest();
        if (Places.Contains(place)) Spoken = LevelNews.OfDeclared(place, DeclaredOf(place), Footprint);
        StateHasChanged();
    });
}
