using System.Collections.Immutable;

namespace SystemFlow.Domain.Maps;

/// <summary>A district's border.</summary>
/// <param name="Name">As its file names it; empty where it does not.</param>
/// <param name="Rings">
/// Closed lines, each with its first point again at its end. An island is a ring of its own, a hole one inside another: what an odd
/// number of rings goes around is inside.
/// </param>
public sealed record Outline(string Name, ImmutableArray<ImmutableArray<GeoPoint>> Rings);
