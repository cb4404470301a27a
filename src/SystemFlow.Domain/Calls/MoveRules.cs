using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Calls;

/// <summary>What moved most between two moments.</summary>
public sealed class MoveRules(Footprint footprint, MetricDictionary dictionary)
{
    /// <summary>Moves named.</summary>
    public const int Most = 8;

    private static readonly ImmutableArray<MetricCode> OfHospitals =
    [
        MetricCode.Parse("ed.in-department"), MetricCode.Parse("ed.dta-waiting"),
        MetricCode.Parse("ambulance.waiting-handover"), MetricCode.Parse("beds.ga.occupied"),
        MetricCode.Parse("dtoc.patients"), MetricCode.Parse("nctr.patients"),
    ];

    private static readonly ImmutableArray<MetricCode> OfBedBases =
        [MetricCode.Parse("bedbase.occupied"), MetricCode.Parse("bedbase.queue")];

    /// <summary>The metrics compared at a place of this kind.</summary>
    public static ImmutableArray<MetricCode> At(PlaceKind kind) => kind switch
    {
        PlaceKind.Hospital => OfHospitals,
        PlaceKind.BedBase => OfBedBases,
        _ => [],
    };

    /// <summary>
    /// How big a move is, for counts of their size: 5 more of 10 is more than 5 more of 500, so it is measured against the square root
    /// of where it came from.
    /// </summary>
    public static double SizeOf(double before, double now) => Math.Abs(now - before) / Math.Sqrt(before + 1);

    /// <summary>The biggest first; a figure that is not known at both moments has not moved.</summary>
    internal ImmutableArray<PackMove> Of(PackMoment now, PackMoment before) =>
    [
        .. footprint.Places.SelectMany(place => At(place.Kind).Select(code => MoveOf(place, dictionary[code], now, before)))
            .OfType<PackMove>().OrderByDescending(move => SizeOf(move.Before, move.Now)).Take(Most),
    ];

    private static PackMove? MoveOf(Place place, Metric metric, PackMoment now, PackMoment before)
    {
        if (now[place.Code][metric.Code]?.Current is not { } value || before[place.Code][metric.Code]?.Current is not { } earlier
            || value == earlier) return null;
        bool? isWorse = metric.Direction switch
        {
            Direction.HigherIsWorse => value > earlier,
            Direction.HigherIsBetter => value < earlier,
            _ => null,
        };
        return new PackMove(place.Code, place.ShortName, metric.Code, metric.Name, metric.Unit, earlier, value, isWorse);
    }
}
