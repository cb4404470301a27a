using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Places;

/// <summary>
/// Every place of one health and care system and what belongs to what: a tree in which each place is counted once.
/// Another system is another file.
/// </summary>
public sealed class Footprint
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly ImmutableDictionary<string, Place> _byCode;
    private readonly ILookup<PlaceCode?, Place> _byParent;

    private Footprint(string name, ImmutableArray<Place> places)
    {
        Name = name;
        Places = places;
        _byCode = places.ToImmutableDictionary(p => p.Code.ToString(), StringComparer.OrdinalIgnoreCase);
        _byParent = places.ToLookup(p => p.Parent);
        Root = places.Single(p => p.Parent is null);
    }

    /// <summary>Hertfordshire and west Essex, the default.</summary>
    public static Footprint HertfordshireWestEssex { get; } =
        Parse(Resource.Read("SystemFlow.Domain.Places.hertfordshire-west-essex.json"));

    /// <summary>The system's name, as the page's title says it.</summary>
    public string Name { get; }

    /// <summary>Every place, in the file's order, which is the order on screen.</summary>
    public ImmutableArray<Place> Places { get; }

    /// <summary>The whole system.</summary>
    public Place Root { get; }

    /// <summary>The place with this code, spelt in any case.</summary>
    public bool TryFind(string? code, [NotNullWhen(true)] out Place? place) =>
        _byCode.TryGetValue(code?.Trim() ?? "", out place);

    /// <summary>The place with this code.</summary>
    /// <exception cref="KeyNotFoundException">The footprint has no such place.</exception>
    public Place Find(PlaceCode code) => _byCode[code.ToString()];

    /// <summary>The places that are counted in this one's sums, one level down.</summary>
    public IEnumerable<Place> MembersOf(PlaceCode code) => _byParent[code];

    /// <summary>Every place that is counted under this one, each before its own members.</summary>
    public IEnumerable<Place> Under(Place place) =>
        MembersOf(place.Code).SelectMany(member => Under(member).Prepend(member));

    /// <summary>The bed bases that a provider runs, which are counted in their localities and boards.</summary>
    public IEnumerable<Place> RunBy(Place provider) =>
        Places.Where(place => place.Kind is PlaceKind.BedBase && place.Operator == provider.Name);

    /// <summary>The board that a place belongs to, or is; null for what belongs to the whole system alone.</summary>
    public Place? BoardOf(Place place)
    {
        for (var at = place; ; at = Find(at.Parent.Value))
        {
            if (at.Kind is PlaceKind.Board) return at;
            if (at.Parent is null) return null;
        }
    }

    /// <summary>How many places, this one and all under it, ought to report a group of metrics.</summary>
    public int ExpectedReporters(PlaceCode code, string group) =>
        (Find(code).Expects.Contains(group) ? 1 : 0) + MembersOf(code).Sum(member => ExpectedReporters(member.Code, group));

    /// <summary>Those that this board watches across its border without counting them.</summary>
    public IEnumerable<Place> AlsoWatchedBy(PlaceCode board) => Places.Where(p => p.AlsoWatchedBy.Contains(board));

    /// <summary>Reads a footprint file.</summary>
    /// <exception cref="FormatException">It is not one; the message lists everything that is wrong.</exception>
    public static Footprint Parse(string json)
    {
        File file;
        try
        {
            file = JsonSerializer.Deserialize<File>(json, Json)
                ?? throw new FormatException("The footprint file is empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The footprint file cannot be read: {error.Message}", error);
        }

        if (file.Places.IsDefaultOrEmpty) throw new FormatException("The footprint file lists no places.");
        var problems = Problems(file.Places).ToList();
        if (problems.Count > 0) throw new FormatException($"The footprint file is wrong. {string.Join(" ", problems)}");
        return new Footprint(file.Name, file.Places);
    }

    private static IEnumerable<string> Problems(ImmutableArray<Place> places)
    {
        var codes = places.GroupBy(p => p.Code.ToString(), StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var twice in codes.Where(g => g.Count() > 1)) yield return $"{twice.Key} is listed twice.";
        var roots = places.Count(p => p.Parent is null);
        if (roots != 1) yield return $"It needs one place without a parent, and has {roots}.";
        var known = places.ToLookup(p => p.Code);
        foreach (var place in places)
        {
            if (place.Code == default || place.Name is null) yield return "Each place needs a code and a name.";
            if (place.Parent is { } parent && !known.Contains(parent))
            {
                yield return $"{place.Code} has the parent {parent}, which is not listed.";
            }

            if (!ReachesRoot(place, known)) yield return $"{place.Code} is among its own ancestors.";
            foreach (var board in place.AlsoWatchedBy.Where(b => !known.Contains(b)))
            {
                yield return $"{place.Code} is also watched by {board}, which is not listed.";
            }
        }
    }

    private static bool ReachesRoot(Place place, ILookup<PlaceCode, Place> known)
    {
        Place? at = place;
        for (var steps = 0; at?.Parent is { } parent; steps++)
        {
            if (steps > known.Count) return false;
            at = known[parent].FirstOrDefault();
        }

        return true;
    }

    private sealed record File(string Name, ImmutableArray<Place> Places);
}
