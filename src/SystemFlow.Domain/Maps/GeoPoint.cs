namespace SystemFlow.Domain.Maps;

/// <summary>A position on the globe, WGS84.</summary>
/// <param name="Latitude">Degrees north, -90 to 90.</param>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
public readonly record struct GeoPoint(double Latitude, double Longitude);

/// <summary>A position on a drawing, from its upper left corner.</summary>
public readonly record struct MapPoint(double X, double Y);

/// <summary>A rectangle on a drawing, by its upper left corner.</summary>
public readonly record struct MapBox(double X, double Y, double Width, double Height)
{
    /// <summary>Its right edge.</summary>
    public double Right => X + Width;

    /// <summary>Its lower edge.</summary>
    public double Bottom => Y + Height;

    /// <summary>Whether the two share more than an edge.</summary>
    public bool Overlaps(MapBox other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    /// <summary>Whether it lies within another, edges included.</summary>
    public bool IsWithin(MapBox other) => X >= other.X && Y >= other.Y && Right <= other.Right && Bottom <= other.Bottom;
}
