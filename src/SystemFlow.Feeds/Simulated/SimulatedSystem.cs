using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// Seeded, plausible life of every place of a footprint, minute by minute: the same seed and start give the same
/// readings. It knows no clock; <see cref="Simulator"/> runs it by one.
/// </summary>
public sealed class SimulatedSystem
{
    private readonly LondonClock _clock = new();
    private readonly Dictionary<PlaceCode, Hospital> _hospitals = [];
    private readonly List<CommunityBeds> _beds = [];
    private readonly List<LocalityCare> _localities = [];
    private readonly List<Nhs111Calls> _calls = [];
    private readonly ImmutableArray<Family> _families;

    private Minute _now;
    private DateTimeOffset _midnight;
    private DateTimeOffset _midnightBefore;

    /// <summary>Starts all places as they might be found at that moment.</summary>
    /// <param name="seed">Chooses one of the possible courses of events.</param>
    /// <param name="start">Cut down to the whole minute.</param>
    public SimulatedSystem(Footprint footprint, MetricDictionary metrics, int seed, DateTimeOffset start)
    {
        _now = _clock.At(LondonClock.NumberOf(start));
        SetMidnights();
        var communities = footprint.Places
            .Where(p => p.Kind is PlaceKind.Board)
            .ToDictionary(p => p.Code, _ => new Community());
        var gauges = new Dictionary<PlaceCode, IEnumerable<Gauge>>();
        foreach (var place in footprint.Places.OrderBy(p => p.Kind is PlaceKind.Hospital))
        {
            var board = BoardOf(place, footprint);
            var community = board is { } code ? communities[code] : new Community();
            gauges[place.Code] = Add(place, Chance.For(seed, place.Code.ToString()), community);
        }

        _families =
        [
            .. footprint.Places.SelectMany((place, i) => Family.Of(place, i, metrics, gauges[place.Code])),
        ];
    }

    /// <summary>The minute up to which all has happened. UTC.</summary>
    public DateTimeOffset Now => _now.Utc;

    internal IReadOnlyDictionary<PlaceCode, Hospital> Hospitals => _hospitals;

    /// <summary>
    /// Lives one minute and gives the readings due in the one that follows, each metric at its own cadence. Their
    /// moments are spread over its 60 seconds, by which <see cref="Reading.SubmittedAt"/> orders them.
    /// </summary>
    public IReadOnlyList<Reading> Step() => Step(isLive: false);

    /// <summary>Lives on to that moment, without readings.</summary>
    public void Advance(DateTimeOffset to)
    {
        for (var end = LondonClock.NumberOf(to); _now.Number < end;) Live();
    }

    /// <summary>A reading of every metric of every place, due or not.</summary>
    public IReadOnlyList<Reading> Snapshot() => Read(_families);

    /// <summary>
    /// Closes this many of a hospital's beds, as each falls empty; a negative number opens them again.
    /// </summary>
    /// <exception cref="ArgumentException">The place has no hospital beds here.</exception>
    public void Disturb(PlaceCode place, int bedsClosed)
    {
        if (!_hospitals.TryGetValue(place, out var hospital) || hospital.Wards is not { } wards)
        {
            throw new ArgumentException($"{place} has no hospital beds that could be closed.", nameof(place));
        }

        wards.Close(bedsClosed);
    }

    /// <param name="isLive">Whether what changes by the minute is sent by the minute, sooner than it is due.</param>
    internal IReadOnlyList<Reading> Step(bool isLive)
    {
        Live();
        return Read(_families.Where(family => family.IsDue(_now, isLive)));
    }

    private List<Reading> Read(IEnumerable<Family> families)
    {
        var readings = new List<Reading>();
        foreach (var family in families) family.Read(_now, _midnight, _midnightBefore, readings);
        return readings;
    }

    private void Live()
    {
        _now = _clock.At(_now.Number + 1);
        if (_now.StartsDay) StartDay();
        foreach (var locality in _localities) locality.Step(_now);
        foreach (var beds in _beds) beds.Step(_now);
        foreach (var calls in _calls) calls.Step(_now);
        foreach (var hospital in _hospitals.Values) hospital.Step(_now);
    }

    private void StartDay()
    {
        SetMidnights();
        foreach (var locality in _localities) locality.StartDay();
        foreach (var beds in _beds) beds.StartDay();
        foreach (var calls in _calls) calls.StartDay(_now);
        foreach (var hospital in _hospitals.Values) hospital.StartDay(_now);
    }

    private void SetMidnights()
    {
        _midnight = LondonClock.MidnightBefore(Now);
        _midnightBefore = LondonClock.MidnightBefore(_midnight - TimeSpan.FromHours(1));
    }

    private IEnumerable<Gauge> Add(Place place, Chance chance, Community community)
    {
        if (place.Kind is PlaceKind.Hospital)
        {
            return (_hospitals[place.Code] = Hospital.Create(place, chance, community, _now)).Gauges();
        }

        if (place.Expects.Contains("bedbase"))
        {
            var size = place.Size ?? Calibration.BedsOf(place.Code);
            var beds = new CommunityBeds(chance, size, Calibration.StayDaysOf(place.Code));
            community.Add(beds);
            _beds.Add(beds);
            return beds.Gauges();
        }

        if (place.Kind is PlaceKind.Locality)
        {
            var locality = new LocalityCare(chance, place.Population ?? Calibration.PopulationIfUnknown);
            community.Add(locality);
            _localities.Add(locality);
            return locality.Gauges();
        }

        if (!place.Expects.Contains("nhs111")) return [];
        var calls = new Nhs111Calls(chance);
        _calls.Add(calls);
        return calls.Gauges();
    }

    private static PlaceCode? BoardOf(Place place, Footprint footprint)
    {
        for (Place? at = place; at is not null; at = at.Parent is { } parent ? footprint.Find(parent) : null)
        {
            if (at.Kind is PlaceKind.Board) return at.Code;
        }

        return null;
    }
}
