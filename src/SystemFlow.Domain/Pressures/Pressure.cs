using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Pressures;

/// <summary>
/// Operational pressures escalation level, as calculated. There is no level 5, and no level at all is not level 1.
/// </summary>
public enum OpelLevel
{
    /// <summary>Flow is maintained within available resources.</summary>
    One = 1,
    /// <summary>Signs of pressure; focused actions.</summary>
    Two,
    /// <summary>Major pressures compromise flow; urgent actions across the system.</summary>
    Three,
    /// <summary>Care can no longer be given comprehensively; decisive action and outside support.</summary>
    Four,
}

/// <summary>How hard a place is pressed, and why.</summary>
/// <param name="Level">Null when too little is known to say.</param>
/// <param name="Score">Points on the rule set's scale, as if what is missing were like what is known; null with the level.</param>
/// <param name="Lowest">The score if everything missing were calm.</param>
/// <param name="Highest">The score if everything missing were at its worst.</param>
/// <param name="Parts">Each parameter's share, in the rule set's order; for a roll-up, empty.</param>
/// <param name="Coverage">Parameters known, of those in the rule set; for a roll-up, members known of those expected.</param>
public sealed record Pressure(
    OpelLevel? Level, double? Score, double Lowest, double Highest, ImmutableArray<PressurePart> Parts, Coverage Coverage)
{
    /// <summary>Nothing is known, or the place's kind has no rules.</summary>
    public static Pressure Unknown { get; } = new(null, null, 0, 0, [], default);
}

/// <summary>What one parameter adds to a place's pressure.</summary>
/// <param name="Value">In the metric's unit; null when missing or silent, and then it has no points.</param>
/// <param name="Points">Null when the value is missing: never 0 for want of data.</param>
/// <param name="MostPoints">What the parameter can add at its worst.</param>
public sealed record PressurePart(MetricCode Metric, double? Value, int? Points, int MostPoints);
