using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What every page of places stands on.</summary>
public sealed class LivePageParts(
    LiveView live, PastView past, Footprint footprint, MetricDictionary dictionary, IEventLog events, TimeProvider time)
{
    /// <summary>The newest state of every place.</summary>
    public LiveView Live => live;

    /// <summary>Every place at past moments.</summary>
    public PastView Past => past;

    /// <summary>Every place.</summary>
    public Footprint Footprint => footprint;

    /// <summary>Every metric.</summary>
    public MetricDictionary Dictionary => dictionary;

    /// <summary>What people declared, and when that changes.</summary>
    public IEventLog Events => events;

    /// <summary>The clock that ages are counted by.</summary>
    public TimeProvider Time => time;
}

/// <summary>
/// A page that shows places and follows them: each new state is painted as soon as the last painting is done, ages every
/// ten seconds, a declared level at once. Paused, it stands still and says so. Where the address asks for a past moment
/// (<see cref="At"/>) it shows that and follows nothing. Whoever derives from it says which places it shows, and reads what
/// is not in their states (<see cref="LookAsync"/>).
/// </summary>
public abstract class LivePage(LivePageParts parts) : ComponentBase, IDisposable
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    // A past moment takes less; until then the one before stays on screen, so that stepping does not flash.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource _left = new();
    private ImmutableDictionary<PlaceCode, PlaceState> _newest = parts.Live.All;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared = ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty;
    private ImmutableHashSet<PlaceCode> _followed = [];
    private bool _isHearing;
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
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>Takes the address in. False where there is nothing to show, and something else was answered.</summary>
    protected virtual bool Enter() => true;

    /// <summary>
    /// Reads what is not in the states, such as trends: at the start, whenever the address changes and with the ages. The
    /// states shown then are <see cref="Shown"/>, as of <see cref="Now"/>; of <see cref="Past"/>, where that is not null.
    /// </summary>
    protected virtual Task LookAsync(CancellationToken closed) => Task.CompletedTask;

    /// <summary>A place as the page shows it.</summary>
    protected PlaceState StateOf(PlaceCode place) => Shown[place];

    /// <summary>The level that a person declared at a place; null when none holds.</summary>
    protected DeclaredLevel? DeclaredOf(PlaceCode place) => _declared.GetValueOrDefault(place);

    /// <summary>Stops the page, or lets it go on.</summary>
    protected void TogglePause()
    {
        if (Past is not null) return;
        PausedAt = PausedAt is null ? parts.Time.GetUtcNow() : null;
        ShowNewest();
        Tick++;
    }

    /// <inheritdoc/>
    protected sealed override async Task OnParametersSetAsync()
    {
        if (!Enter()) return;
        if (At is { Length: > 0 } asked && !Words.MomentText.IsNow(asked))
        {
            await EnterPastAsync(asked);
            return;
        }

        if (!_followed.SetEquals(Places)) Leave();
        Past = null;
        await LookAgainAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) Hear();
        if (_isFollowing || _followed.IsEmpty) return;
        _isFollowing = true;
        _ = FollowAsync(_followed, _left.Token);
    }

    private void Hear()
    {
        if (_isHearing) return;
        _isHearing = true;
        parts.Events.Changed += Heard;
    }

    private async Task EnterPastAsync(string asked)
    {
        StopFollowing();
        var reading = parts.Past.AskAsync(asked, _closed.Token);
        Past ??= parts.Past.Reading(asked); // Never what is live under the past's mark.
        ShowPast();
        if (await Task.WhenAny(reading, Task.Delay(Patience, parts.Time, _closed.Token)) != reading)
        {
            Past = parts.Past.Reading(asked);
            ShowPast();
            StateHasChanged();
        }

        var past = await reading;
        if (asked != At) return; // Another moment was asked for meanwhile.
        Past = past;
        ShowPast();
        await LookAsync(_closed.Token);
        Tick++;
    }

    private void StopFollowing()
    {
        _left.Cancel();
        (_followed, _isFollowing, PausedAt, Spoken) = ([], false, null, "");
    }

    private void ShowPast()
    {
        Shown = Past!.States;
        Now = Past.At;
        _declared = Past.Events.Declared;
        Tick++;
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

    private async Task LookAgainAsync()
    {
        ShowNewest();
        await LookAsync(_closed.Token);
        Tick++;
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
