using System.Collections.Frozen;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Have;

/// <summary>One hospital's report, gathered until its end: who it is and when it was true may stand last.</summary>
internal sealed class HaveHospital(MappedRows rows, Footprint footprint, int firstLine)
{
    /// <summary>The metrics of a type of beds: those there are, those with a patient, those free and ready.</summary>
    private sealed record Beds(string Open, string Occupied, string? Free);

    private static readonly FrozenDictionary<string, Beds> Known = new Dictionary<string, Beds>
    {
        ["medicalsurgical"] = new("beds.ga.open", "beds.ga.occupied", "beds.void"),
        ["adulticu"] = new("beds.cc-adult.open", "beds.cc-adult.occupied", null),
    }.ToFrozenDictionary();

    private readonly List<MappedFigure> _figures = [];
    private readonly List<string> _identifiers = [];
    private readonly HashSet<string> _unused = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Beds, BedCount?> _counts = []; // Null where what was sent of a type contradicts itself.
    private BedCount? _beds;

    /// <summary>When it was true, as the hospital says; null until it does.</summary>
    public string? UpdatedAt { get; set; }

    public void Identify(string text)
    {
        if (text.Length > 0) _identifiers.Add(text);
    }

    public void BeginBeds(int line)
    {
        EndBeds();
        _beds = new BedCount(line);
    }

    /// <summary>Says whether what comes is within the type of the beds, or behind it.</summary>
    public void BedType(bool isWithin)
    {
        if (_beds is not null) _beds.IsInType = isWithin;
    }

    public void Take(string name, string text, int line)
    {
        if (_beds is not null && _beds.Take(name, text)) return;
        if (text.Length > 0) NotUsed(name, line);
    }

    /// <summary>Says once a hospital what of it is not used.</summary>
    public void NotUsed(string name, int line)
    {
        if (_unused.Count > 100 || !_unused.Add(name)) return; // A real document has some forty names.
        rows.NotUsed(line, Quote.Short(name), $"The dictionary has no metric for '{Quote.Short(name)}'. It was not kept.");
    }

    public void EndBeds()
    {
        if (_beds is not { } beds) return;
        _beds = null;
        var type = beds.Type is null ? "" : new string([.. beds.Type.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        var known = Known.GetValueOrDefault(type);
        if (beds.Repeated is { } field)
        {
            rows.Refuse(beds.Line, field, Reasons.RepeatedField,
                $"This BedCapacity has more than one {field}. Send each type of beds in a BedCapacity of its own, with one count of each kind.");
            if (known is not null) Contradict(known);
        }
        else if (known is not null)
        {
            Keep(beds, known);
        }
        else if (beds.Type is { } name)
        {
            NotUsed($"BedCapacity {name}", beds.Line);
        }
        else
        {
            rows.Refuse(beds.Line, "BedType", Reasons.MissingField, "A BedCapacity needs its BedType.");
        }
    }

    /// <param name="documentTime">When the whole document was true; it counts where the hospital says no time.</param>
    public void End(string? documentTime)
    {
        EndBeds();
        foreach (var (known, beds) in _counts)
        {
            if (beds is not null) Add(beds, known);
        }

        var (place, problem) = Place();
        var head = new MappedHead(place, UpdatedAt ?? documentTime, null, null, null);
        foreach (var figure in _figures) rows.Add(head, figure with { Problem = problem ?? figure.Problem });
        if (_figures.Count == 0 && !_counts.ContainsValue(null)) rows.NotUsed(firstLine, "Hospital", "This hospital reports no beds that the dictionary has a metric for.");
    }

    /// <summary>Keeps the beds of a type until the hospital ends: of two counts of one type neither is known to be the whole.</summary>
    private void Keep(BedCount beds, Beds known)
    {
        if (_counts.TryAdd(known, beds)) return;
        Contradict(known);
        RefuseTwice(beds);
    }

    private void Contradict(Beds known)
    {
        if (_counts.GetValueOrDefault(known) is { } first) RefuseTwice(first);
        _counts[known] = null;
    }

    private void RefuseTwice(BedCount beds) => rows.Refuse(beds.Line, "BedType", Reasons.ConflictingDuplicate,
        $"This hospital has more than one BedCapacity of {Quote.Short(beds.Type ?? "")}. Send one total.");

    private void Add(BedCount beds, Beds known)
    {
        if (beds.Baseline is { } baseline) Add(beds.Line, known.Open, baseline);
        if (beds.Available is not { } available) return;
        if (known.Free is { } free) Add(beds.Line, free, available);
        else NotUsed("AvailableCount of AdultICU", beds.Line);
        if (beds.Baseline is not { } whole || DraftNumber.Parse(whole).Number is not { } all
            || DraftNumber.Parse(available).Number is not { } vacant)
        {
            return;
        }

        var problem = vacant <= all ? null : new Refusal(beds.Line, "value", Reasons.PartExceedsWhole,
            "AvailableCount is above BaselineCount: check both.");
        _figures.Add(new MappedFigure(beds.Line, known.Occupied, DraftNumber.Of(all - vacant), null, problem)
        {
            IsEstimate = true,
            Comment = "BaselineCount less AvailableCount",
        });
        rows.Warn(beds.Line, known.Occupied, Reasons.WorkedOut,
            "HAVE has no count of occupied beds: this is BaselineCount less AvailableCount, kept as an estimate. Beds closed for want of staff are in it.");
    }

    private void Add(int line, string metric, string text) => _figures.Add(text.Length == 0
        ? new MappedFigure(line, metric, default, "unknown")
        : new MappedFigure(line, metric, DraftNumber.Parse(text), null));

    /// <summary>The place that the identifiers name. Two that name two places are no answer.</summary>
    private (string? Code, Refusal? Problem) Place()
    {
        var known = _identifiers.Select(Find).OfType<Place>().Select(place => place.Code).Distinct().ToList();
        return known.Count > 1
            ? ($"{known[0]}", new Refusal(firstLine, "place", Reasons.UnknownPlace,
                $"This hospital's identifiers name {known[0]} and {known[1]}. Send one of them."))
            : (known.Count == 1 ? $"{known[0]}" : _identifiers.FirstOrDefault(), null);
    }

    /// <summary>An identifier alone, or after its provider: <c>urn:ods:RWH01</c>, <c>https://fhir.nhs.uk/…|RWH01</c>.</summary>
    private Place? Find(string identifier) =>
        footprint.TryFind(identifier, out var place)
        || footprint.TryFind(identifier[(identifier.LastIndexOfAny([':', '/', '|', '#', '^']) + 1)..], out place)
            ? place
            : null;
}
