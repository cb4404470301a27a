using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Places;

namespace SystemFlow.Benchmarks.England;

/// <summary>
/// A country made up: Hertfordshire and west Essex with its three boards, and 39 other systems beside them, 42 in all, with 200 trusts and 1,200
/// hospitals, bed bases and localities. What a place is asked for is what its like is asked for in Hertfordshire and west Essex.
/// </summary>
internal static class EnglandPlaces
{
    private const int Systems = 42;
    private const int Trusts = 200;
    private const int Sites = 1_200;
    private const int LocalitiesOfASystem = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Puts the footprint into a file.</summary>
    public static async Task<Footprint> WriteAsync(string path)
    {
        var text = JsonSerializer.Serialize(new { name = "England, made up", places = All() }, Json);
        await File.WriteAllTextAsync(path, text);
        return Footprint.Parse(text);
    }

    private static List<Place> All()
    {
        List<Place> places = [.. Footprint.HertfordshireWestEssex.Places];
        var like = places.Where(place => place.Expects.Length > 0).GroupBy(place => place.Kind).ToDictionary(group => group.Key, group => group.MaxBy(place => place.Expects.Length)!.Expects);
        var root = Footprint.HertfordshireWestEssex.Root.Code;
        var systems = Systems - Count(PlaceKind.Board);
        for (var system = 0; system < systems; system++) Add($"board-m{system:00}", PlaceKind.Board, $"System {system}", root);
        var trusts = Trusts - Count(PlaceKind.Trust);
        for (var trust = 0; trust < trusts; trust++) Add($"trust-{trust:000}", PlaceKind.Trust, $"Trust {trust}", Code($"board-m{trust % systems:00}"));
        for (var locality = 0; locality < systems * LocalitiesOfASystem; locality++)
        {
            Add($"loc-m{locality:000}", PlaceKind.Locality, $"Locality {locality}", Code($"board-m{locality % systems:00}"));
        }

        // Three hospitals to two trusts, as it is here; the rest are bed bases, spread over the localities.
        for (var hospital = 0; hospital < trusts * 3 / 2; hospital++) Add($"hosp-{hospital:000}", PlaceKind.Hospital, $"Hospital {hospital}", Code($"trust-{hospital % trusts:000}"));
        var bases = Sites - Count(PlaceKind.Hospital) - Count(PlaceKind.BedBase) - Count(PlaceKind.Locality);
        for (var one = 0; one < bases; one++) Add($"base-{one:000}", PlaceKind.BedBase, $"Bed base {one}", Code($"loc-m{one % (systems * LocalitiesOfASystem):000}"));
        return places;

        int Count(PlaceKind kind) => places.Count(place => place.Kind == kind);

        void Add(string code, PlaceKind kind, string name, PlaceCode parent) =>
            places.Add(new Place(Code(code), kind, name, parent) { Expects = like.GetValueOrDefault(kind, []) });
    }

    private static PlaceCode Code(string text) => PlaceCode.Parse(text);
}
