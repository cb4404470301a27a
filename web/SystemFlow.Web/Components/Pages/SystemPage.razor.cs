using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
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

    /// <summary>The code of the one board to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Board { get; set; }

    /// <summary>The one kind of place to show: hospitals, bed-bases or localities; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places { get; } = [.. live.Footprint.Places.Select(place => place.Code)];

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _view = SystemView.Of(Footprint, Board, Show);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken closed)
    {
        _silences = Silences.Of(Footprint, Dictionary, StateOf, Now);
        _levels = [.. (Past is null ? levelLog.Newest : LevelLog.Of(Past)).Where(change => change.At >= Now - Moves.Back).Take(MovesShown)];
        _trends = await parts.SparksAsync(trends, StateOf, closed, Past?.At);
        _moves = await parts.MovesAsync(trends, StateOf, MovesShown, Now, closed, Past?.At);
    }

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
