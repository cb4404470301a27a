using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Wall;

/// <summary>
/// For a screen on a wall that nobody touches: one view after the other, each readable from five metres. Its address says
/// how long each stands, which, and for which board. What it holds does not grow, however many days it is up.
/// </summary>
[AlwaysNow]
public sealed partial class WallPage(
    LivePageParts live, SystemPageParts parts, LevelLog levelLog, Trends trends, IEventLog events, TimeProvider time) : LivePage(live)
{
    private WallAddress _address = WallAddress.Of(live.Footprint, null, null, null);
    private ImmutableArray<WallScreen> _screens = [];
    private ImmutableArray<string> _names = [];
    private WallTurn _turn;
    private WallAges _ages = new(null, null, null, 0);
    private ImmutableArray<AlertState> _alerts = [];
    private ImmutableArray<LevelChange> _levels = [];
    private ImmutableArray<Move> _moves = [];
    private ImmutableArray<Silence> _silences = [];

    /// <summary>How long each screen stands, in seconds.</summary>
    [SupplyParameterFromQuery]
    public string? Seconds { get; set; }

    /// <summary>Which views, with commas: boards, hospitals, bed-bases, localities, news.</summary>
    [SupplyParameterFromQuery]
    public string? Views { get; set; }

    /// <summary>The code of the one board; null for the whole system.</summary>
    [SupplyParameterFromQuery]
    public string? Board { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places { get; } = [.. live.Footprint.Places.Select(place => place.Code)];

    private WallScreen Screen => _screens[_turn.Index];

    private ImmutableArray<Metric> Metrics => [.. Screen.Metrics.Select(code => Dictionary[code])];

    private IEnumerable<(Place[] Rows, int Index)> Tables => Screen.Places.Chunk(LinesOfATable).Select((rows, index) => (rows, index));

    // Two tables beside each other have lines of one height, also where the second has one less.
    private int LinesOfATable => Screen.IsDouble ? (Screen.Places.Length + 1) / 2 : Screen.Places.Length;

    /// <inheritdoc/>
    protected override bool Enter()
    {
        At = null; // A wall shows now: nobody stands near enough to see that a figure is of another day.
        _address = WallAddress.Of(Footprint, Seconds, Views, Board);
        _screens = WallScreen.Of(Footprint, _address);
        _names = [.. _screens.Select(screen => screen.Name)];
        _turn = _turn.To(Math.Min(_turn.Index, _screens.Length - 1), _screens.Length);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken superseded)
    {
        var moves = await parts.MovesAsync(trends, StateOf, int.MaxValue, Now, superseded);
        superseded.ThrowIfCancellationRequested();
        _silences = [.. Silences.Of(Footprint, Dictionary, StateOf, Now).Where(silence => IsCovered(silence.Place.Code))];
        _levels = [.. levelLog.Newest.Where(change => change.At >= Now - Moves.Back && IsCovered(change.Place))];
        _moves = [.. moves.Where(move => IsCovered(move.Place.Code))];
        LookAtAlerts();
        LookAtAges();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (firstRender) _ = RunAsync(Closed);
    }

    // Screens change by seconds of the room, not of a replay's clock.
    private async Task RunAsync(CancellationToken closed)
    {
        try
        {
            await Task.WhenAll(
                PageLoops.TickAsync(time, TimeSpan.Zero, () => InvokeAsync(TurnASecond), closed),
                PageLoops.FollowAsync(events, time, () => InvokeAsync(Alerted), closed));
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void TurnASecond()
    {
        var before = _turn.Index;
        _turn = _turn.Second(_address.Seconds, _screens.Length);
        if (_turn.Index != before) Repaint();
    }

    private void Show(int index)
    {
        _turn = _turn.To(index, _screens.Length);
        LookAtAges();
    }

    private void Toggle() => _turn = _turn.Toggle();

    private void Alerted()
    {
        LookAtAlerts();
        StateHasChanged();
    }

    private void Repaint()
    {
        LookAtAges();
        StateHasChanged();
    }

    private void LookAtAges() => _ages = WallAges.Of(Screen, StateOf, Dictionary, Footprint, Now);

    private void LookAtAlerts() => _alerts = AlertFilter.Open(events.Current.Where(alert => IsCovered(alert.Place)));

    // A board's own, what it watches across its border, and the whole system, whose alerts are its too.
    private bool IsCovered(PlaceCode place) =>
        _address.Board is not { } board || AlertFilter.IsUnder(Footprint, place, board.Code) || AlertFilter.IsUnder(Footprint, board.Code, place)
        || Footprint.Find(place).AlsoWatchedBy.Contains(board.Code);

    private bool IsGuest(Place place) => _address.Board is { } board && place.AlsoWatchedBy.Contains(board.Code);
}
