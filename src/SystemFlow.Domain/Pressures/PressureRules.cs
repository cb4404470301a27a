using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Pressures;

/// <summary>
/// A versioned rule set that turns figures into a level: data, not code. Each kind of place has its parameters; a
/// parameter has cut points, and each one reached adds points.
/// </summary>
/// <param name="Source">The document that the shape and numbers come from.</param>
/// <param name="Status">What is official and what is to be confirmed, in words for the screen.</param>
/// <param name="MostPoints">The top of the scale.</param>
/// <param name="Bands">The least score of levels 2, 3 and 4.</param>
/// <param name="LeastShare">Of all points, the share that must be known before a level is given. 0 to 1.</param>
public sealed record PressureRules(
    string Name, string Version, string Source, string Status, double MostPoints, ImmutableArray<double> Bands,
    double LeastShare, ImmutableArray<PressureParameters> Parameters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The rules that the product comes with.</summary>
    public static PressureRules Standard { get; } =
        Parse(Resource.Read("SystemFlow.Domain.Pressures.opel-2023-24-shape.json"));

    /// <summary>Reads a rule set.</summary>
    /// <exception cref="FormatException">It is not one, or its numbers contradict each other.</exception>
    public static PressureRules Parse(string json)
    {
        PressureRules rules;
        try
        {
            rules = JsonSerializer.Deserialize<PressureRules>(json, Json) ?? throw new FormatException("The rule set is empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The rule set cannot be read: {error.Message}", error);
        }

        var problems = rules.Problems().ToList();
        return problems.Count == 0
            ? rules
            : throw new FormatException($"The rule set is wrong. {string.Join(" ", problems)}");
    }

    /// <summary>The level of a score on this scale.</summary>
    public OpelLevel LevelOf(double score) => (OpelLevel)(1 + Bands.Count(band => score >= band));

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
                .Select(parameter => parameter.Score(valueOf(parameter.Metric))),
        ];
        if (parts.IsEmpty) return Pressure.Unknown;
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
            score is { } value ? LevelOf(value) : null,
            score,
            members.Sum(m => m.Weight * m.Pressure.Lowest) / all,
            members.Sum(m => m.Weight * HighestOf(m.Pressure)) / all,
            [],
            new Coverage(known.Count, members.Count));
    }

    // A member about which nothing is known could be at the top of the scale.
    private double HighestOf(Pressure pressure) => pressure.Coverage == default ? MostPoints : pressure.Highest;

    private IEnumerable<string> Problems()
    {
        if (Bands.Length != 3 || !Bands.Order().SequenceEqual(Bands)) yield return "It needs three bands that rise.";
        if (LeastShare is < 0 or > 1) yield return "leastShare must be 0 to 1.";
        foreach (var parameter in Parameters.SelectMany(p => p.Of))
        {
            if (parameter.Cuts.Length == 0 || parameter.Cuts.Length != parameter.Points.Length)
            {
                yield return $"{parameter.Metric} needs as many points as cuts, and at least one.";
            }

            var rising = parameter.Worse is Direction.HigherIsWorse ? parameter.Cuts : [.. parameter.Cuts.Reverse()];
            if (!rising.Order().SequenceEqual(rising)) yield return $"{parameter.Metric} has cuts that do not go from mild to bad.";
        }
    }
}

/// <summary>The parameters of one kind of place.</summary>
public sealed record PressureParameters(PlaceKind Kind, ImmutableArray<PressureParameter> Of);

/// <summary>One parameter of a rule set.</summary>
/// <param name="Worse">Which way is worse: <see cref="Direction.HigherIsBetter"/> when falling below a cut adds points.</param>
/// <param name="Cuts">From mild to bad, in the metric's unit. Reached counts.</param>
/// <param name="Points">The points at each cut; the last one reached counts, not their sum.</param>
public sealed record PressureParameter(
    MetricCode Metric, Direction Worse, ImmutableArray<double> Cuts, ImmutableArray<int> Points)
{
    /// <summary>What a value adds; nothing is known from null.</summary>
    public PressurePart Score(double? value) => new(Metric, value, value is { } known ? PointsAt(known) : null, Points[^1]);

    private int PointsAt(double value)
    {
        var reached = Cuts.Count(cut => Worse is Direction.HigherIsBetter ? value < cut : value >= cut);
        return reached == 0 ? 0 : Points[reached - 1];
    }
}
