using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>The whole system now: pressure first, then what changed, what is missing, and every place.</summary>
public sealed partial class SystemPage(LivePageParts live, SystemPageParts parts, LevelLog levelLog, Trends trends) : LivePage(live)
{
    private const int MovesShown = 5;

    private ImmutableDictionary<PlaceCode, Trend> _trends = ImmutableDictionary<PlaceCode, Trend>.Empty;
    private ImmutableArray<LevelChange> _levels = [];
    private ImmutableArray<Move> _moves = [];
    private ImmutableArray<Silence> _silences = [];
    private SystemView _view = SystemView.Of(live.Footprint, null, null);
    private ImmutableHashSet<PlaceCode> _owing = [];
    private ImmutableDictionary<PlaceCode, PlaceState> _ranked = live.Live.All;

    /// <summary>The code of the one board to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Board { get; set; }

    /// <summary>The one kind of place to show: hospitals, bed-bases or localities; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>Who runs the places to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Organisation { get; set; }

    /// <summary>How places are listed: pressure, occupancy and so on; null for board by board.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>How much is shown: dense or calm; null for the usual.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places { get; } = [.. live.Footprint.Places.Select(place => place.Code)];

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _view = SystemView.Of(Footprint, Board, Show, Organisation, Sort, View);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken superseded)
    {
        LookAtStates();
        var (now, at) = (Now, Past?.At);
        var lines = await parts.SparksAsync(trends, StateOf, superseded, at);
        var moves = await parts.MovesAsync(trends, StateOf, MovesShown, now, superseded, at);
        superseded.ThrowIfCancellationRequested();
        (_trends, _moves) = (lines, moves);
    }

    /// <inheritdoc/>
    protected override void Forget() =>
        (_ranked, _silences, _owing, _levels, _trends, _moves) = (Shown, [], [], [], ImmutableDictionary<PlaceCode, Trend>.Empty, []);

    private void LookAtStates()
    {
        _ranked = Shown; // Rows change places with the ages, not under somebody's eyes with each figure.
        _silences = Silences.Of(Footprint, Dictionary, StateOf, Now);
        _owing = [.. _silences.Select(silence => silence.Place.Code)];
        _levels =
        [
            .. (Past is null ? levelLog.Newest : LevelLog.Of(Past))
                .Where(change => change.At >= Now - Moves.Back && change.At <= Now).Take(MovesShown),
        ];
    }

    private DateTimeOffset? WatchedSince => Past switch
    {
        null => levelLog.Since,
        { Outcome: PastOutcome.Busy or PastOutcome.Unreadable } => null,
        _ => Past.Events.Since ?? DateTimeOffset.MaxValue,
    };

    private Trend? TrendOf(PlaceCode place) => _trends.GetValueOrDefault(place);

    // By board: a trust above its hospitals, then those watched across the border. A trust alone only once something is
    // published of it. In another order: hospitals of all boards among each other.
    private List<(string Id, Place? Board, ImmutableArray<Place> Places)> HospitalTables()
    {
        if (_view.Order == PlaceOrder.ByBoard)
        {
            return [.. _view.BoardsOf(Footprint).Select(board => ($"board-{board.Code}", (Place?)board, Listed(HospitalsOf(board))))];
        }

        var hospitals = Footprint.Places.Where(place => place.Kind is PlaceKind.Hospital && _view.Covers(Footprint, place));
        var guests = Footprint.TryFind(_view.Board, out var one) ? Footprint.AlsoWatchedBy(one.Code).Where(_view.IsRunByShown) : [];
        return [("kind-hospitals", null, Listed([.. hospitals, .. guests]))];
    }

    private List<Place> HospitalsOf(Place board)
    {
        var trusts = Footprint.MembersOf(board.Code).Where(place => place.Kind is PlaceKind.Trust);
        var rows = trusts.SelectMany(trust => Footprint.MembersOf(trust.Code).Prepend(trust)).ToList();
        if (board == Footprint.Root) rows.RemoveAll(place => StateOf(place.Code).Figures.IsEmpty);
        return [.. rows.Concat(Footprint.AlsoWatchedBy(board.Code)).Where(_view.IsRunByShown)];
    }

    private ImmutableArray<Place> Under(PlaceKind kind) =>
        Listed(Footprint.Places.Where(place => place.Kind == kind && _view.Covers(Footprint, place)));

    private ImmutableArray<Place> Listed(IEnumerable<Place> places) =>
        _view.Order.Sorted(_view.Density is Density.Calm ? places.Where(NeedsAttention) : places, place => _ranked[place]);

    // Nothing known is a reason to look, as is a figure that is late. A trust is known by its hospitals.
    private bool NeedsAttention(Place place) =>
        StateOf(place.Code).Pressure.Level is >= OpelLevel.Three
        || DeclaredOf(place.Code)?.Level is >= OpelLevel.Three
        || _owing.Contains(place.Code)
        || (place.Kind is PlaceKind.Hospital or PlaceKind.BedBase && StateOf(place.Code).Pressure.Level is null);

    private string? EmptyWords
    {
        get
        {
            var covered = Footprint.Places.Where(place => IsListedKind(place.Kind) && _view.Covers(Footprint, place)).ToList();
            var calm = _view.Density is Density.Calm ? covered.Count(place => !NeedsAttention(place)) : 0;
            return covered.Count == 0 ? "No place is both of this board and of this organisation."
                : calm == 0 ? null
                : $"{calm} of {covered.Count} places are not listed: none of them is at OPEL 3 or 4 or owes a figure.";
        }
    }

    private bool IsListedKind(PlaceKind kind) => kind switch
    {
        PlaceKind.Hospital => _view.Shows("hospitals"),
        PlaceKind.BedBase => _view.Shows("bed-bases"),
        PlaceKind.Locality => _view.Shows("localities"),
        _ => false,
    };

    private string SortedWords => $", sorted by {char.ToLowerInvariant(_view.Order.Words[0])}{_view.Order.Words[1..]}";

    private static string StyleOf(Density density) => density is Density.Dense ? "flow-page flow-page--dense" : "flow-page";
}
