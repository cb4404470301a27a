using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Wall;

/// <summary>How old what stands on a screen is.</summary>
/// <param name="Newest">When the newest figure was true; null while none has a value. UTC.</param>
/// <param name="Oldest">When the oldest was. UTC.</param>
/// <param name="OldestOf">The place and the metric of the oldest.</param>
/// <param name="Missing">Figures that ought to be there and have no value.</param>
internal sealed record WallAges(DateTimeOffset? Newest, DateTimeOffset? Oldest, (Place Place, Metric Metric)? OldestOf, int Missing)
{
    /// <summary>Of a screen's figures.</summary>
    public static WallAges Of(WallScreen screen, Func<PlaceCode, PlaceState> stateOf, MetricDictionary dictionary, Footprint footprint, DateTimeOffset now)
    {
        var ages = new WallAges(null, null, null, 0);
        foreach (var place in screen.Places)
        {
            var state = stateOf(place.Code);
            foreach (var metric in screen.Metrics.Select(code => dictionary[code]))
            {
                if (PlaceFigures.CellOf(state, place, metric, footprint, now) == Cell.NotApplicable) continue;
                ages = ages.With(place, metric, state[metric.Code]);
            }
        }

        return ages;
    }

    private WallAges With(Place place, Metric metric, Figure? figure)
    {
        if (figure?.Reading is not { Value: not null, PeriodEnd: var at }) return this with { Missing = Missing + 1 };
        var isOldest = Oldest is not { } oldest || at < oldest;
        return this with
        {
            Newest = Newest is { } newest && newest > at ? newest : at,
            Oldest = isOldest ? at : Oldest,
            OldestOf = isOldest ? (place, metric) : OldestOf,
        };
    }
}
