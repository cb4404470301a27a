using System.Collections.Immutable;

namespace SystemFlow.Domain.Places;

/// <summary>What sort of place it is; its grain, its panels and its pressure rules follow from that.</summary>
public enum PlaceKind
{
    /// <summary>The whole health and care system: the root.</summary>
    Footprint,
    /// <summary>An A&amp;E Delivery Board: the partners who answer for one acute trust's flow.</summary>
    Board,
    /// <summary>An NHS trust, of which published national data speak.</summary>
    Trust,
    /// <summary>One acute site: its A&amp;E, its ambulance handovers and its own beds.</summary>
    Hospital,
    /// <summary>A community hospital's ward, an intermediate-care pool or virtual beds.</summary>
    BedBase,
    /// <summary>An area planned together, with its bed bases, care homes and crisis services.</summary>
    Locality,
}

/// <summary>A place in the footprint.</summary>
/// <param name="Parent">The one place that counts it in its sums; null for the root.</param>
public sealed record Place(PlaceCode Code, PlaceKind Kind, string Name, PlaceCode? Parent)
{
    /// <summary>As said aloud on a call; <see cref="Name"/> where the file gives none.</summary>
    public string ShortName { get; init; } = Name;

    /// <summary>The nearest town; null where it is not one building.</summary>
    public string? Town { get; init; }

    /// <summary>Who runs it, in words.</summary>
    public string? Operator { get; init; }

    /// <summary>What it does, in a sentence for its page.</summary>
    public string? About { get; init; }

    /// <summary>Residents, January 2018; only localities have it.</summary>
    public int? Population { get; init; }

    /// <summary>Beds, or people at a time, that the plans state; null where no document gives a size.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// The DToC rate, in per cent of occupied beds, that its own board wants to stay within; null where it set none. There is no
    /// threshold for the whole system.
    /// </summary>
    public double? DtocRateCeiling { get; init; }

    /// <summary>WGS84 degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>WGS84 degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>
    /// The metric groups (the part of a code before its first dot) that it is expected to report. A member that is
    /// expected and silent is counted as missing: "2 of 3 hospitals".
    /// </summary>
    public ImmutableArray<string> Expects { get; init; } = [];

    /// <summary>Boards that also watch it, because patients cross the border; it is not in their sums.</summary>
    public ImmutableArray<PlaceCode> AlsoWatchedBy { get; init; } = [];
}
