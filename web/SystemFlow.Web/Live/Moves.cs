using System.Collections.Immutable;
using SystemFlow.Domain.Calls;
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

    /// <summary>
    /// The move of a figure, if it is current now and was known an hour ago. Null too where it did not move.
    /// </summary>
    public static Move? Of(Place place, Metric metric, Figure? figure, Trend trend, DateTimeOffset now) =>
        figure?.Current is { } value && trend.At(now - Back) is { } before && value != before
            ? new Move(place, metric, before, value)
            : null;

    /// <summary>The biggest, for counts of their size (<see cref="MoveRules.SizeOf"/>).</summary>
    public static ImmutableArray<Move> Biggest(IEnumerable<Move> moves, int count) =>
        [.. moves.OrderByDescending(move => MoveRules.SizeOf(move.Before, move.Now)).Take(count)];
}
