using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace SystemFlow.Domain.Maps;

/// <summary>
/// Reads districts' borders from GeoJSON (RFC 7946): a FeatureCollection of Polygon and MultiPolygon. A <c>crs</c> member of the
/// standard's forerunner is passed over; that coordinates are degrees is checked by their size.
/// </summary>
public static class OutlineFile
{
    /// <summary>The most bytes of a file: a map of a health system needs a hundredth.</summary>
    public const int MaxBytes = 5_000_000;

    /// <summary>The most points of all borders: every page that shows the map sends them.</summary>
    public const int MaxPoints = 20_000;

    private const int LeastOfARing = 4; // A triangle and its first point again.

    /// <summary>The borders in a file's text, in its order. A feature without a geometry is left out.</summary>
    /// <exception cref="FormatException">It is not such a file; the message says where and why.</exception>
    public static ImmutableArray<Outline> Parse(string json)
    {
        try
        {
            using var file = JsonDocument.Parse(json);
            return Read(file.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"It is not JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("It has text that is not Unicode: half of a surrogate pair.", error);
        }
    }

    private static ImmutableArray<Outline> Read(JsonElement file)
    {
        if (TypeOf(file) != "FeatureCollection" || !file.TryGetProperty("features", out var features) || features.ValueKind is not JsonValueKind.Array)
        {
            throw new FormatException("It must be a GeoJSON FeatureCollection.");
        }

        var outlines = ImmutableArray.CreateBuilder<Outline>();
        var (number, points) = (0, 0);
        foreach (var feature in features.EnumerateArray())
        {
            number++;
            if (TypeOf(feature) != "Feature") throw new FormatException($"Feature {number} must have the type Feature.");
            var name = NameOf(feature);
            var where = name.Length > 0 ? $"Feature {number} ({name})" : $"Feature {number}";
            if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind is JsonValueKind.Null) continue;
            var outline = new Outline(name, RingsOf(geometry, where));
            if (outline.Rings.IsEmpty) throw new FormatException($"{where} has no ring.");
            points += outline.Rings.Sum(ring => ring.Length);
            if (points > MaxPoints) throw new FormatException(Invariant($"It has more than {MaxPoints:N0} points. Use a generalised version of the borders."));
            outlines.Add(outline);
        }

        return outlines.Count > 0 ? outlines.ToImmutable() : throw new FormatException("It has no borders.");
    }

    private static ImmutableArray<ImmutableArray<GeoPoint>> RingsOf(JsonElement geometry, string where)
    {
        var polygons = TypeOf(geometry) switch
        {
            "Polygon" => [Coordinates(geometry, where)],
            "MultiPolygon" => ArrayOf(Coordinates(geometry, where), where),
            var other => throw new FormatException($"{where} has the geometry {other ?? "of no type"}. It must be a Polygon or a MultiPolygon."),
        };
        return [.. polygons.SelectMany(polygon => ArrayOf(polygon, where)).Select((ring, index) => RingOf(ring, $"{where}, ring {index + 1}"))];
    }

    private static ImmutableArray<GeoPoint> RingOf(JsonElement ring, string where)
    {
        ImmutableArray<GeoPoint> points = [.. ArrayOf(ring, where).Select(position => PointOf(position, where))];
        if (points.Length < LeastOfARing) throw new FormatException($"{where}, has {points.Length} points. It needs at least {LeastOfARing}.");
        if (points[0] != points[^1]) throw new FormatException($"{where}, is not closed: its last point must be its first again.");
        return points;
    }

    private static GeoPoint PointOf(JsonElement position, string where)
    {
        var numbers = ArrayOf(position, where);
        if (numbers.Count < 2 || numbers.Take(2).Any(number => number.ValueKind is not JsonValueKind.Number))
        {
            throw new FormatException($"{where}, has a position that is not a longitude and a latitude.");
        }

        var (east, north) = (numbers[0].GetDouble(), numbers[1].GetDouble());
        return Math.Abs(east) <= 180 && Math.Abs(north) <= 90
            ? new GeoPoint(north, east)
            : throw new FormatException(Invariant(
                $"{where}, has the position {east}, {north}. It must be a longitude and a latitude in degrees (WGS84); metres of the British National Grid are not."));
    }

    private static JsonElement Coordinates(JsonElement geometry, string where) =>
        geometry.TryGetProperty("coordinates", out var coordinates)
            ? coordinates
            : throw new FormatException($"{where} has no coordinates.");

    private static List<JsonElement> ArrayOf(JsonElement element, string where) =>
        element.ValueKind is JsonValueKind.Array
            ? [.. element.EnumerateArray()]
            : throw new FormatException($"{where}, has coordinates of the wrong depth.");

    private static string? TypeOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()
            : null;

    // Publishers call it name, LAD21NM, ltla21_name …
    private static string NameOf(JsonElement feature)
    {
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind is not JsonValueKind.Object) return "";
        return properties.EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.String)
            .Where(property => property.Name.EndsWith("name", StringComparison.OrdinalIgnoreCase) || property.Name.EndsWith("NM", StringComparison.Ordinal))
            .Select(property => property.Value.GetString())
            .FirstOrDefault() ?? "";
    }

    private static string Invariant(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
