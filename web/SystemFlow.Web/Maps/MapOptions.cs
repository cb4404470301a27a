namespace SystemFlow.Web.Maps;

/// <summary>What the map shows beside the places. Section <c>Map</c>.</summary>
public sealed class MapOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Map";

    /// <summary>
    /// A GeoJSON file of districts' borders: a FeatureCollection of Polygon and MultiPolygon in degrees (WGS84), at most 5 MB and 20,000
    /// points. Default null: the map has the sites alone.
    /// </summary>
    public string? Districts { get; init; }

    /// <summary>What the borders' licence asks to be said, shown under the map; null for nothing.</summary>
    public string? Attribution { get; init; }
}
