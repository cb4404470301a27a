using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Domain.Pressures;

/// <summary>How a place's parts become its score.</summary>
public enum Combine
{
    /// <summary>Points are added up, and scaled up where something is missing.</summary>
    Sum,
    /// <summary>Points are levels, and the worst one that is triggered counts.</summary>
    Worst,
}

/// <summary>
/// A versioned rule set that turns figures into a level: data, not code. Each kind of place has its parameters; a
/// parameter has cut points, and each one reached adds points or, with <see cref="Combine.Worst"/>, triggers a level.
/// </summary>
/// <param name="Source">The document that the shape and numbers come from.</param>
/// <param name="Status">What is official and what is to be confirmed, in words for the screen.</param>
/// <param name="MostPoints">The top of the scale; 4 with <see cref="Combine.Worst"/>.</param>
/// <param name="Bands">The least score of levels 2, 3 and 4.</param>
/// <param name="LeastShare">The share that must be known before a level is given: of all points, or with <see cref="Combine.Worst"/> of the parts. 0 to 1.</param>
public sealed record PressureRules(
    string Name, string Version, string Source, string Status, double MostPoints, ImmutableArray<double> Bands,
    double LeastShare, ImmutableArray<PressureParameters> Parameters)
{
    /// <summary>The rules that the product comes with: the first of <see cref="Shipped"/>.</summary>
    public static PressureRules Standard => Shipped[0];

    /// <summary>Every rule set that the product comes with.</summary>
    public static ImmutableArray<PressureRules> Shipped { get; } =
    [
        Parse(Resource.Read("SystemFlow.Domain.Pressures.opel-2023-24-shape.json")),
        Parse(Resource.Read("SystemFlow.Domain.Pressures.opel-2016-18-triggers.json")),
        Parse(Resource.Read("SystemFlow.Domain.Pressures.local-hertfordshire-west-essex.json")),
    ];

    /// <summary>Whose framework it follows: "OPEL 2023/24", "OPEL 2016/18", "Local".</summary>
    public string Framework { get; init; } = "Local";

    /// <summary>How parts become a score.</summary>
    public Combine Combine { get; init; }

    /// <summary>The bands of a mean over several places; empty for <see cref="Bands"/>.</summary>
    public ImmutableArray<double> RollUpBands { get; init; } = [];

    /// <summary>
    /// What a place weighs where places are rolled up, above 0. Where one member of a place is named here, those named
    /// alone have a say; where none is, they weigh as many as their beds.
    /// </summary>
    public ImmutableDictionary<PlaceCode, double> Weights { get; init; } = ImmutableDictionary<PlaceCode, double>.Empty;

    /// <summary>The day from which it holds; null where nobody has said.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    // Where levels are triggered, a calm place is at level 1; where points are added up, it has none.
    private int Calm => Combine is Combine.Worst ? 1 : 0;

    /// <summary>Reads a rule set. Whether its metrics and places exist is another question.</summary>
    /// <exception cref="FormatException">It is not one, or its numbers contradict each other; the message lists every fault.</exception>
    public static PressureRules Parse(string json) => Parse(json, PressureProblems.Of);

    /// <summary>Reads a rule set for these metrics and places.</summary>
    /// <exception cref="FormatException">It is not one; the message lists every fault.</exception>
    public static PressureRules Parse(string json, MetricDictionary dictionary, Footprint footprint) =>
        Parse(json, rules => PressureProblems.Of(rules).Concat(PressureProblems.Of(rules, dictionary, footprint)));

    /// <summary>The rule set as <see cref="Parse(string)"/> reads it.</summary>
    public string ToJson() => RuleJson.Write(this);

    /// <summary>The level of one place's score on this scale.</summary>
    public OpelLevel LevelOf(double score) => LevelOf(score, Bands);

    /// <summary>The pressure at one place, from its own figures.</summary>
    /// <param name="applies">
    /// Whether the place has such a thing at all. A parameter that does not apply is not missing: an urgent care centre
    /// without beds is judged by the rest.
    /// </param>
    public Pressure Score(PlaceKind kind, Func<MetricCode, double?> valueOf, Predicate<MetricCode> applies)
    {
        if (Parameters.FirstOrDefault(p => p.Kind == kind) is not { } rules) return Pressure.Unknown;
        ImmutableArray<PressurePart> parts =
        [
            .. rules.Of.Where(parameter => applies(parameter.Metric))
                .Select(parameter => parameter.Score(valueOf(parameter.Metric), Calm)),
        ];
        if (parts.IsEmpty) return Pressure.Unknown;
        return Combine is Combine.Worst ? WorstOf(parts) : SumOf(parts);
    }

    /// <summary>
    /// The pressure over several places: the weighted mean of their scores. A member without a score is not in the
    /// mean; it widens the range.
    /// </summary>
    public Pressure RollUp(IReadOnlyCollection<(Pressure Pressure, double Weight)> members)
    {
        var all = members.Sum(member => member.Weight);
        if (all <= 0) return Pressure.Unknown;
        var known = members.Where(member => member.Pressure.Score is not null).ToList();
        var knownWeight = known.Sum(member => member.Weight);
        double? score = knownWeight > 0 && knownWeight >= LeastShare * all
            ? known.Sum(member => member.Weight * member.Pressure.Score!.Value) / knownWeight
            : null;
        return new Pressure(
            score is { } value ? LevelOf(value, RollUpBands.IsEmpty ? Bands : RollUpBands) : null,
            score,
            members.Sum(m => m.Weight * LowestOf(m.Pressure)) / all,
            members.Sum(m => m.Weight * HighestOf(m.Pressure)) / all,
            [],
            new Coverage(known.Count, members.Count));
    }

    private static PressureRules Parse(string json, Func<PressureRules, IEnumerable<string>> problemsOf) =>
        RuleJson.Read(json, "The rule set is", problemsOf);

    private static OpelLevel LevelOf(double score, ImmutableArray<double> bands) =>
        (OpelLevel)(1 + bands.Count(band => score >= band));

    private Pressure SumOf(ImmutableArray<PressurePart> parts)
    {
        var most = parts.Sum(part => part.MostPoints);
        var known = parts.Where(part => part.Points is not null).ToList();
        var reach = known.Sum(part => part.MostPoints);
        var points = known.Sum(part => part.Points ?? 0);

        var scale = MostPoints / most;
        double? score = reach > 0 && reach >= LeastShare * most ? MostPoints * points / reach : null;
        return new Pressure(
            score is { } value ? LevelOf(value) : null, score, scale * points, scale * (points + most - reach), parts,
            new Coverage(known.Count, parts.Length));
    }

    private Pressure WorstOf(ImmutableArray<PressurePart> parts)
    {
        var known = parts.Count(part => part.Points is not null);
        var worst = parts.Max(part => part.Points) ?? Calm;
        var couldBe = parts.Where(part => part.Points is null).Select(part => part.MostPoints).DefaultIfEmpty(worst).Max();
        double? score = known > 0 && known >= LeastShare * parts.Length ? worst : null;
        return new Pressure(
            score is { } value ? LevelOf(value) : null, score, worst, Math.Max(worst, couldBe), parts,
            new Coverage(known, parts.Length));
    }

    // A member about which nothing is known could be anywhere on the scale.
    private double LowestOf(Pressure pressure) => pressure.Coverage == default ? Calm : pressure.Lowest;

    private double HighestOf(Pressure pressure) => pressure.Coverage == default ? MostPoints : pressure.Highest;
}

/// <summary>The parameters of one kind of place.</summary>
public sealed record PressureParameters(PlaceKind Kind, ImmutableArray<PressureParameter> Of);

/// <summary>One parameter of a rule set.</summary>
/// <param name="Worse">Which way is worse: <see cref="Direction.HigherIsBetter"/> when falling below a cut adds points.</param>
/// <param name="Cuts">From mild to bad, in the metric's unit. Reached counts.</param>
/// <param name="Points">The points at each cut, or the level it triggers; the last one reached counts, not their sum.</param>
public sealed record PressureParameter(
    MetricCode Metric, Direction Worse, ImmutableArray<double> Cuts, ImmutableArray<int> Points)
{
    /// <summary>The document that its numbers come from; empty where the rule set's own source says it.</summary>
    public string Source { get; init; } = "";

    /// <summary>Who confirmed its numbers locally; null shows as "to be confirmed".</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>What a value adds; nothing is known from null.</summary>
    /// <param name="calm">The points of a value that reaches no cut.</param>
    public PressurePart Score(double? value, int calm = 0) =>
        new(Metric, value, value is { } known ? PointsAt(known, calm) : null, Points[^1]);

    private int PointsAt(double value, int calm)
    {
        var reached = Cuts.Count(cut => Worse is Direction.HigherIsBetter ? value < cut : value >= cut);
        return reached == 0 ? calm : Points[reached - 1];
    }
}
