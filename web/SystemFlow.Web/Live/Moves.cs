using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Live;

/// <summary>A figure now beside the same figure an hour ago.</summary>
public sealed record Move(Place Place, Metric Metric, double Before, double Now)
{
    /// <summary>How far it moved.</summary>
    public double By => Now - Before;
}

/// <summary>Finds what moved most in the last hour.</summary>
internal static class Moves
{
    /// <summary>How far back is compared.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromHours(1);

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
    /// The move of a figure, if it is current now and was known an hour ago. Null too where it did not move.
    /// </summary>
    public static Move? Of(Place place, Metric metric, Figure? figure, Trend trend, DateTimeOffset now) =>
        figure?.Current is { } value && trend.At(now - Back) is { } before && value != before
            ? new Move(place, metric, before, value)
            : null;

    /// <summary>
    /// The biggest, for counts of their size: 5 more of 10 is more than 5 more of 500, so a move is measured against the
    /// square root of where it came from.
    /// </summary>
    public static ImmutableArray<Move> Biggest(IEnumerable<Move> moves, int count) =>
        [.. moves.OrderByDescending(move => Size(move.Before, move.Now)).Take(count)];

    /// <summary>How big a move is, for a count of its size.</summary>
    public static double Size(double before, double now) => Math.Abs(now - before) / Math.Sqrt(before + 1);
}
