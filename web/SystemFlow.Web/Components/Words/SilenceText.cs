using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>What cannot be known because feeds are silent: no alert is no comfort there.</summary>
internal static class SilenceText
{
    private const int MostNamed = 6;

    /// <summary><c>2 hospitals and 1 locality are silent: Lister (A&amp;E), …</c> Null when everything expected is heard.</summary>
    public static string? Of(ImmutableArray<Silence> silences)
    {
        var places = silences.Where(silence => silence.Freshness is Freshness.Silent or Freshness.NeverSeen)
            .GroupBy(silence => silence.Place)
            .OrderBy(place => Rank(place.Key.Kind))
            .ToList();
        if (places.Count == 0) return null;
        var kinds = places.GroupBy(place => place.Key.Kind).Select(kind => Count(kind.Count(), kind.Key)).ToList();
        var names = places.Take(MostNamed).Select(place => $"{place.Key.ShortName} ({What(place)})");
        var rest = places.Count > MostNamed ? $" and {places.Count - MostNamed} more" : "";
        return $"{Joined(kinds)} {(places.Count == 1 ? "is" : "are")} silent with something that {(places.Count == 1 ? "it is" : "they are")} expected to send: {string.Join(", ", names)}{rest}.";
    }

    private static string What(IEnumerable<Silence> silences) => silences.Any(silence => silence.Groups.IsEmpty)
        ? "everything"
        : string.Join(", ", silences.SelectMany(silence => silence.Groups).Select(MetricText.Group));

    private static string Count(int count, PlaceKind kind) => $"{count} {(count == 1 ? One(kind) : Many(kind))}";

    private static string Many(PlaceKind kind) => kind is PlaceKind.Locality ? "localities" : One(kind) + "s";

    private static string One(PlaceKind kind) => kind switch
    {
        PlaceKind.Hospital => "hospital",
        PlaceKind.Trust => "trust",
        PlaceKind.BedBase => "bed base",
        PlaceKind.Locality => "locality",
        PlaceKind.Board => "board",
        _ => "system",
    };

    private static int Rank(PlaceKind kind) => kind switch
    {
        PlaceKind.Hospital => 0,
        PlaceKind.Trust => 1,
        PlaceKind.BedBase => 2,
        _ => 3,
    };

    private static string Joined(List<string> parts) => parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
}
