namespace SystemFlow.Domain.Maps;

/// <summary>
/// Where positions fall on a drawing: equirectangular, with east to west narrowed by the cosine of the middle latitude, so that shapes
/// are right for an area of the size of a county.
/// </summary>
public sealed class MapFrame
{
    private const double LeastDegrees = 0.05; // About 5 km: one site alone is not drawn as large as a system.

    private readonly GeoPoint _upperLeft;
    private readonly double _narrowing;
    private readonly double _perDegree;
    private readonly double _margin;

    private MapFrame(GeoPoint upperLeft, double narrowing, double perDegree, double margin, double width, double height) =>
        (_upperLeft, _narrowing, _perDegree, _margin, Width, Height) = (upperLeft, narrowing, perDegree, margin, width, height);

    /// <summary>The drawing's width, in its own units.</summary>
    public double Width { get; }

    /// <summary>The drawing's height.</summary>
    public double Height { get; }

    /// <summary>The whole drawing.</summary>
    public MapBox Box => new(0, 0, Width, Height);

    /// <summary>A drawing of that width, as high as it must be, with all those positions in it and a margin around them.</summary>
    public static MapFrame Around(IReadOnlyCollection<GeoPoint> points, double width, double margin)
    {
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(width, 2 * margin);
        var (south, north) = Stretch(points.Min(point => point.Latitude), points.Max(point => point.Latitude));
        var (west, east) = Stretch(points.Min(point => point.Longitude), points.Max(point => point.Longitude));
        var narrowing = Math.Cos((south + north) / 2 * Math.PI / 180);
        var perDegree = (width - (2 * margin)) / ((east - west) * narrowing);
        return new MapFrame(new(north, west), narrowing, perDegree, margin, width, ((north - south) * perDegree) + (2 * margin));
    }

    /// <summary>Where a position falls.</summary>
    public MapPoint At(GeoPoint point) => new(
        _margin + ((point.Longitude - _upperLeft.Longitude) * _narrowing * _perDegree),
        _margin + ((_upperLeft.Latitude - point.Latitude) * _perDegree));

    private static (double From, double To) Stretch(double from, double to)
    {
        var missing = Math.Max(0, LeastDegrees - (to - from)) / 2;
        return (from - missing, to + missing);
    }
}
