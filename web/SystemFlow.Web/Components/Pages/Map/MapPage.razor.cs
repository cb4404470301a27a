using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Maps;

namespace SystemFlow.Web.Components.Pages.Map;

/// <summary>Where the pressure is: every site at its true position with its level, and the figures of the one that is chosen.</summary>
public sealed partial class MapPage(LivePageParts live, Districts districts, ViewMoment moment) : LivePage(live)
{
    private static readonly MetricCode HospitalBeds = MetricCode.Parse("beds.ga.open");
    private static readonly MetricCode BaseBeds = MetricCode.Parse("bedbase.open");

    private MapView _view = MapView.Of(live.Footprint, null, null);
    private MapDrawing? _drawing;

    /// <summary>The code of the one board to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Board { get; set; }

    /// <summary>The code of the site whose figures are shown; null for none.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places { get; } = [.. live.Footprint.Places.Select(place => place.Code)];

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _view = MapView.Of(Footprint, Board, Place);
        return true;
    }

    /// <inheritdoc/>
    protected override Task LookAsync(CancellationToken superseded)
    {
        _drawing = MapDrawing.Of(_view, districts.Outlines, BedsOf);
        return Task.CompletedTask;
    }

    private double? BedsOf(Place site) => StateOf(site.Code)[site.Kind is PlaceKind.BedBase ? BaseBeds : HospitalBeds]?.Current;

    private List<Metric> FiguresOf(Place site, PlaceState state) =>
    [
        .. MapView.FiguresOf(site).Select(code => Dictionary[code])
            .Where(metric => PlaceFigures.CellOf(state, site, metric, Footprint, Now) != Cell.NotApplicable),
    ];
}
