using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SystemFlow.Domain.Maps;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Pages.Map;

/// <summary>A site on the drawing.</summary>
/// <param name="Radius">Grows with its beds, in steps, so that a bed more moves nothing.</param>
/// <param name="Label">Where its name and level stand; null where there was no room, and then the list beside says them.</param>
public sealed record MapMark(Place Site, MapPoint At, double Radius, MapBox? Label);

/// <summary>A board on the drawing: in the middle of its sites, with a line to each.</summary>
public sealed record MapBoard(Place Board, MapPoint At, ImmutableArray<MapPoint> Sites, MapBox? Label);

/// <summary>Where everything of the map stands, in the drawing's own units.</summary>
/// <param name="Districts">Names, and outlines as SVG paths.</param>
/// <param name="Unplaced">Sites whose position the footprint does not give.</param>
public sealed record MapDrawing(
    double Width, double Height, ImmutableArray<(string Name, string Path)> Districts, ImmutableArray<MapMark> Marks,
    ImmutableArray<MapBoard> Boards, ImmutableArray<Place> Unplaced)
{
    private const double Wide = 1_000;
    private const double Gap = 5;
    private const double MarginOfSites = 110; // Room for labels beside the outermost.
    private const double MarginOfDistricts = 12;
    private const double BoardRadius = 6;
    private const double LabelHeight = 45;

    /// <summary>Draws a view; null where no site has a position.</summary>
    /// <param name="bedsOf">How many beds a site has open; null for not known.</param>
    public static MapDrawing? Of(MapView view, ImmutableArray<Outline> districts, Func<Place, double?> bedsOf)
    {
        var placed = view.Sites.Where(site => PointOf(site) is not null).ToList();
        if (placed.Count == 0) return null;
        var frame = FrameOf(view, districts, placed);
        var marks = placed.Select(site => (Site: site, At: frame.At(PointOf(site)!.Value), Radius: RadiusOf(site, bedsOf(site)))).ToList();
        var places = marks.ToDictionary(mark => mark.Site.Code, mark => mark.At);
        var boards = view.Boards.Where(board => board.Board.Kind is PlaceKind.Board)
            .Select(board => (board.Board, Sites: board.Sites.Where(site => places.ContainsKey(site.Code) && !site.AlsoWatchedBy.Contains(board.Board.Code)).Select(site => places[site.Code]).ToImmutableArray()))
            .Where(board => !board.Sites.IsEmpty)
            .Select(board => (board.Board, board.Sites, At: new MapPoint(board.Sites.Average(site => site.X), board.Sites.Average(site => site.Y))))
            .ToList();

        var labels = LabelPlacement.Of(
            [
                .. marks.Select(mark => new Labelled(mark.At, mark.Radius, WidthOf(mark.Site), LabelHeight)),
                .. boards.Select(board => new Labelled(board.At, BoardRadius, WidthOf(board.Board), LabelHeight)),
            ],
            frame.Box, Gap);
        return new MapDrawing(
            frame.Width, frame.Height, [.. districts.Select(district => (district.Name, PathOf(district, frame)))],
            [.. marks.Select((mark, index) => new MapMark(mark.Site, mark.At, mark.Radius, labels[index]))],
            [.. boards.Select((board, index) => new MapBoard(board.Board, board.At, board.Sites, labels[marks.Count + index]))],
            [.. view.Sites.Where(site => PointOf(site) is null)]);
    }

    /// <summary>A length for SVG, to a tenth.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    // The whole system is as large as its districts; one board fills the drawing.
    private static MapFrame FrameOf(MapView view, ImmutableArray<Outline> districts, List<Place> placed)
    {
        var points = placed.Select(site => PointOf(site)!.Value).ToList();
        var borders = view.Board is null ? [.. districts.SelectMany(district => district.Rings).SelectMany(ring => ring)] : ImmutableArray<GeoPoint>.Empty;
        return MapFrame.Around([.. points, .. borders], Wide, borders.IsEmpty ? MarginOfSites : MarginOfDistricts);
    }

    private static GeoPoint? PointOf(Place site) => site is { Latitude: { } north, Longitude: { } east } ? new GeoPoint(north, east) : null;

    private static double RadiusOf(Place site, double? beds) => (site.Kind, beds ?? site.Size) switch
    {
        (PlaceKind.BedBase, _) => 12,
        (_, >= 500) => 24,
        (_, >= 200) => 20,
        (_, >= 50) => 17,
        _ => 14,
    };

    // As wide as the letters of Arial are at most in a name; a little room to spare is better than a letter cut off.
    private static double WidthOf(Place place) => place.Kind switch
    {
        PlaceKind.Board => Math.Max(120, 22 + (10.6 * place.ShortName.Length)),
        PlaceKind.BedBase => Math.Max(96, 14 + (8.6 * place.ShortName.Length)),
        _ => Math.Max(96, 14 + (9.9 * place.ShortName.Length)),
    };

    private static string PathOf(Outline district, MapFrame frame)
    {
        var path = new StringBuilder();
        foreach (var ring in district.Rings)
        {
            for (var index = 0; index < ring.Length - 1; index++)
            {
                var at = frame.At(ring[index]);
                path.Append(index == 0 ? 'M' : 'L').Append(Number(at.X)).Append(' ').Append(Number(at.Y));
            }

            path.Append('Z');
        }

        return path.ToString();
    }
}
