using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>One place now, why its level is what it is, how it came there, and what belongs to it.</summary>
public sealed partial class PlacePage(
    LiveView live, Trends trends, PlacePageParts parts, TimeProvider time, NavigationManager navigation) : IDisposable
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource _left = new();
    private Place? _place;
    private ImmutableArray<Place> _above = [];
    private ImmutableArray<Place> _below = [];
    private ImmutableDictionary<PlaceCode, PlaceState> _newest = live.All;
    private ImmutableDictionary<PlaceCode, PlaceState> _shown = live.All;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared = ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty;
    private ImmutableArray<Trend> _trends = [];
    private PlaceState _state = PlaceState.Unknown(default);
    private TrendRange _range = TrendRange.Day;
    private DateTimeOffset _now;
    private DateTimeOffset? _pausedAt;
    private string _spoken = "";
    private bool _isLive;

    /// <summary>The place's code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary>How far back trends go: 24h, 7d or 30d.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    private string About => string.Join(". ", new[] { _place?.Town, _place?.Operator, _place?.About?.TrimEnd('.') }.OfType<string>().Append(""));

    // A locality is as pressed as its bed bases; one without has nothing to be scored by.
    private bool IsScored => _place is { Kind: not PlaceKind.Locality } || _below.Any(place => place.Kind is PlaceKind.BedBase);

    private string NewestWords =>
        PlaceFigures.Newest(_state, parts.Dictionary, _now) is { At: { } at, Freshness: var freshness }
            ? $"Newest figure: {AgeText.Of(freshness, _now - at)}."
            : "Nothing has ever arrived from here.";

    private IEnumerable<(PlacePanel Panel, List<Metric> Metrics)> Panels => parts.PanelsOf(_place!, _state);

    private IEnumerable<(string Title, TableOfPlaces Table, List<Place> Places)> Tables => parts.TablesUnder(_place!);

    /// <inheritdoc/>
    public void Dispose()
    {
        parts.Events.Changed -= Heard;
        _left.Cancel();
        _left.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _range = TrendRange.Named(Range);
        if (!parts.Footprint.TryFind(Code, out var place))
        {
            navigation.NotFound();
            return;
        }

        if (place != _place) Enter(place);
        await LookAsync(_closed.Token);
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) parts.Events.Changed += Heard;
        if (_place is null || _isLive) return;
        _isLive = true;
        _ = FollowAsync([_place.Code, .. _below.Select(place => place.Code)], _left.Token);
    }

    private void Enter(Place place)
    {
        _left.Cancel();
        _left.Dispose();
        _left = new CancellationTokenSource();
        _isLive = false;
        _place = place;
        _above = parts.Above(place);
        _below = parts.Below(place);
        _newest = _shown = live.All;
        _state = _shown[place.Code];
        _pausedAt = null;
        _spoken = "";
    }

    private async Task FollowAsync(ImmutableHashSet<PlaceCode> places, CancellationToken left)
    {
        try
        {
            await Task.WhenAll(
                PageLoops.FollowAsync(live, places, batch => InvokeAsync(() => Take(batch)), left),
                PageLoops.TickAsync(time, AgesEvery, () => InvokeAsync(TickAsync), left));
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
        if (_pausedAt is not null) return;
        _spoken = LevelNews.Of(batch, before, parts.Footprint) ?? _spoken;
        ShowNewest();
        StateHasChanged();
    }

    private async Task TickAsync()
    {
        if (_pausedAt is not null) return;
        await LookAsync(_closed.Token);
        StateHasChanged();
    }

    private async Task LookAsync(CancellationToken closed)
    {
        _trends = await parts.TrendsOfAsync(trends, _place!, _range, closed);
        ShowNewest();
    }

    private void ShowNewest()
    {
        _shown = _newest;
        _state = _shown[_place!.Code];
        _now = time.GetUtcNow();
        _declared = parts.Events.DeclaredAt(_now);
    }

    // A declared level shows at once. Told on the recording thread.
    private void Heard(PlaceCode place) => _ = InvokeAsync(() =>
    {
        if (_place is null || _pausedAt is not null) return;
        if (DeclaredOf(place) == parts.Events.DeclaredAt(time.GetUtcNow()).GetValueOrDefault(place)) return;
        ShowNewest();
        _spoken = LevelNews.OfDeclared(place, DeclaredOf(place), parts.Footprint);
        StateHasChanged();
    });

    private DeclaredLevel? DeclaredOf(PlaceCode place) => _declared.GetValueOrDefault(place);

    private void TogglePause()
    {
        _pausedAt = _pausedAt is null ? time.GetUtcNow() : null;
        ShowNewest();
    }
}
