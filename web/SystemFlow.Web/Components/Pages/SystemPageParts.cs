using System.Collections.Immutable;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What the system view shows beside the states, worked out from the trends.</summary>
public sealed class SystemPageParts(Footprint footprint, MetricDictionary dictionary)
{
    private static readonly MetricCode Beds = MetricCode.Parse("beds.ga.occupied");
    private static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");
    private static readonly MetricCode BaseBeds = MetricCode.Parse("bedbase.occupied");

    /// <summary>The last 24 hours of each hospital's, trust's and bed base's chief figure.</summary>
    public async ValueTask<ImmutableDictionary<PlaceCode, Trend>> SparksAsync(
        Trends trends, Func<PlaceCode, PlaceState> stateOf, CancellationToken cancellationToken, DateTimeOffset? asAt = null)
    {
        var sparks = ImmutableDictionary.CreateBuilder<PlaceCode, Trend>();
        foreach (var place in footprint.Places)
        {
            if (ChiefOf(place, stateOf(place.Code)) is not { } metric) continue;
            sparks[place.Code] = await trends.OfAsync(place.Code, metric, TrendRange.Day, cancellationToken, asAt);
        }

        return sparks.ToImmutable();
    }

    /// <summary>The biggest moves of the last hour.</summary>
    public async ValueTask<ImmutableArray<Move>> MovesAsync(
        Trends trends, Func<PlaceCode, PlaceState> stateOf, int count, DateTimeOffset now, CancellationToken cancellationToken,
        DateTimeOffset? asAt = null)
    {
        var moves = new List<Move>();
        foreach (var place in footprint.Places)
        {
            foreach (var code in MoveRules.At(place.Kind))
            {
                if (stateOf(place.Code)[code] is not { Current: not null } figure) continue;
                var trend = await trends.OfAsync(place.Code, code, TrendRange.Day, cancellationToken, asAt);
                if (Moves.Of(place, dictionary[code], figure, trend, now) is { } move) moves.Add(move);
            }
        }

        return Moves.Biggest(moves, count);
    }

    private static MetricCode? ChiefOf(Place place, PlaceState state) => place.Kind switch
    {
        PlaceKind.BedBase => BaseBeds,
        PlaceKind.Hospital or PlaceKind.Trust when state[Beds] is not null || place.Expects.Contains("beds") => Beds,
        PlaceKind.Hospital or PlaceKind.Trust => InDepartment,
        _ => null,
    };
}
