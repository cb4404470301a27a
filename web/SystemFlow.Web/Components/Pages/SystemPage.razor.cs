using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>The whole system now: pressure first, then what changed, what is missing, and every place.</summary>
public sealed partial class SystemPage(
    LiveView live, LevelLog levelLog, Trends trends, SystemPageParts parts, TimeProvider time) : IDisposable
{
    private const int MovesShown = 5;
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableDictionary<PlaceCode, PlaceState> _newest = live.All;
    private ImmutableDictionary<PlaceCode, PlaceState> _shown = live.All;
    private ImmutableDictionary<PlaceCode, Trend> _trends = ImmutableDictionary<PlaceCode, Trend>.Empty;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared = ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty;
    private ImmutableArray<LevelChange> _levels = [];
    private ImmutableArray<Move> _moves = [];
    private ImmutableArray<Silence> _silences = [];
    private SystemView _view = SystemView.Of(parts.Footprint, null, null);
    private DateTimeOffset _now;
    private DateTimeOffset? _pausedAt;
    private string _spoken = "";
    private int _tick;

    /// <summary>The code of the one board to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Board { get; set; }

    /// <summary>The one kind of place to show: hospitals, bed-bases or localities; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    private Footprint Footprint => parts.Footprint;

    /// <inheritdoc/>
    public void Dispose()
    {
        parts.Events.Changed -= Heard;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _view = SystemView.Of(Footprint, Board, Show);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync(_closed.Token);

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        parts.Events.Changed += Heard;
        _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            var places = Footprint.Places.Select(place => place.Code).ToImmutableHashSet();
            await Task.WhenAll(
                PageLoops.FollowAsync(live, places, batch => InvokeAsync(() => Take(batch)), closed),
                PageLoops.TickAsync(time, AgesEvery, () => InvokeAsync(TickAsync), closed));
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Take(ImmutableArray<PlaceState> batch)
    {
        var before = _newest;
        _newest = _newest.SetItems(batch.Select(state => KeyValuePair.Create(state.Place, state)));
        if (_pausedAt is not null) return;
        _shown = _newest;
        _spoken = LevelNews.Of(batch, before, Footprint) ?? _spoken;
        StateHasChanged();
    }

    private async Task TickAsync()
    {
        if (_pausedAt is not null) return;
        await LookAsync(_closed.Token);
        StateHasChanged();
    }

    // A declared level shows at once, not with the next ages. Told on the recording thread.
    private void Heard(PlaceCode place) => _ = InvokeAsync(() =>
    {
        var declared = parts.Events.DeclaredAt(time.GetUtcNow());
        if (_pausedAt is not null || DeclaredOf(place) == declared.GetValueOrDefault(place)) return;
        _declared = declared;
        _spoken = LevelNews.OfDeclared(place, DeclaredOf(place), Footprint);
        StateHasChanged();
    });

    // What is not in the states themselves: ages, trends, and what follows from the two.
    private async Task LookAsync(CancellationToken closed)
    {
        _now = time.GetUtcNow();
        _declared = parts.Events.DeclaredAt(_now);
        _silences = Silences.Of(Footprint, parts.Dictionary, StateOf, _now);
        _levels = [.. levelLog.Newest.Where(change => change.At >= _now - Moves.Back).Take(MovesShown)];
        _trends = await parts.SparksAsync(trends, StateOf, closed);
        _moves = await parts.MovesAsync(trends, StateOf, MovesShown, _now, closed);
        _tick++;
    }

    private void TogglePause()
    {
        _pausedAt = _pausedAt is null ? time.GetUtcNow() : null;
        _shown = _newest;
        _tick++;
    }

    private PlaceState StateOf(PlaceCode place) => _shown[place];

    private DeclaredLevel? DeclaredOf(PlaceCode place) => _declared.GetValueOrDefault(place);

    private Trend? TrendOf(PlaceCode place) => _trends.GetValueOrDefault(place);

    // A trust above its hospitals, then those watched across the border. A trust alone only once something is published of it.
    private List<Place> HospitalsOf(Place board)
    {
        var trusts = Footprint.MembersOf(board.Code).Where(place => place.Kind is PlaceKind.Trust);
        var rows = trusts.SelectMany(trust => Footprint.MembersOf(trust.Code).Prepend(trust)).ToList();
        if (board == Footprint.Root) rows.RemoveAll(place => StateOf(place.Code).Figures.IsEmpty);
        return [.. rows, .. Footprint.AlsoWatchedBy(board.Code)];
    }

    private List<Place> Under(PlaceKind kind) =>
        [.. Footprint.Places.Where(place => place.Kind == kind && _view.Covers(Footprint, place))];
}
