using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Pressures;

/// <summary>Every fault of a rule set, each in a sentence for whoever edits it.</summary>
internal static class PressureProblems
{
    private const double WorstOfLevels = 4;

    /// <summary>What contradicts itself.</summary>
    public static IEnumerable<string> Of(PressureRules rules)
    {
        if (string.IsNullOrWhiteSpace(rules.Name)) yield return "It needs a name.";
        if (string.IsNullOrWhiteSpace(rules.Version)) yield return "It needs a version.";
        if (string.IsNullOrWhiteSpace(rules.Framework)) yield return "It needs a framework, such as OPEL 2023/24 or Local.";
        if (!AreBands(rules.Bands)) yield return "It needs three bands that rise.";
        if (!rules.RollUpBands.IsEmpty && !AreBands(rules.RollUpBands)) yield return "Its roll-up needs three bands that rise.";
        if (rules.MostPoints <= 0) yield return "mostPoints must be above 0.";
        if (rules.Combine is Combine.Worst && rules.MostPoints != WorstOfLevels) yield return "mostPoints must be 4 where the worst level counts.";
        if (rules.LeastShare is < 0 or > 1) yield return "leastShare must be 0 to 1.";
        foreach (var (place, weight) in rules.Weights)
        {
            if (weight <= 0) yield return $"The weight of {place} must be above 0.";
        }

        foreach (var twice in rules.Parameters.GroupBy(parameters => parameters.Kind).Where(group => group.Count() > 1))
        {
            yield return $"{NameOf(twice.Key)} is listed twice.";
        }

        foreach (var problem in rules.Parameters.SelectMany(parameters => Of(parameters, rules.Combine))) yield return problem;
    }

    /// <summary>What this dictionary and this footprint do not have.</summary>
    public static IEnumerable<string> Of(PressureRules rules, MetricDictionary dictionary, Footprint footprint)
    {
        foreach (var parameter in rules.Parameters.SelectMany(parameters => parameters.Of))
        {
            if (!dictionary.TryFind(parameter.Metric, out var metric))
            {
                yield return $"{parameter.Metric} is not in the metric dictionary.";
                continue;
            }

            foreach (var cut in parameter.Cuts.Where(cut => cut < metric.Min || cut > metric.Max))
            {
                yield return $"{parameter.Metric} cannot be {cut:0.##}: it lies between {metric.Min:0.##} and {metric.Max:0.##}.";
            }
        }

        foreach (var place in rules.Weights.Keys.Where(place => !footprint.TryFind(place.ToString(), out _)))
        {
            yield return $"{place}, which has a weight, is not a place of this footprint.";
        }
    }

    private static IEnumerable<string> Of(PressureParameters parameters, Combine combine)
    {
        if (parameters.Of.IsEmpty) yield return $"{NameOf(parameters.Kind)} needs at least one parameter.";
        foreach (var twice in parameters.Of.GroupBy(parameter => parameter.Metric).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key} is listed twice for {NameOf(parameters.Kind)}.";
        }

        foreach (var problem in parameters.Of.SelectMany(parameter => Of(parameter, combine))) yield return problem;
    }

    private static IEnumerable<string> Of(PressureParameter parameter, Combine combine)
    {
        if (parameter.Cuts.Length == 0 || parameter.Cuts.Length != parameter.Points.Length)
        {
            yield return $"{parameter.Metric} needs as many points as cuts, and at least one.";
        }

        if (parameter.Worse is Direction.Neutral) yield return $"{parameter.Metric} needs a direction that is worse.";
        var worsening = parameter.Worse is Direction.HigherIsWorse ? parameter.Cuts : [.. parameter.Cuts.Reverse()];
        if (!Rises(worsening)) yield return $"{parameter.Metric} has cuts that do not go from mild to bad.";
        if (!Rises(parameter.Points)) yield return $"{parameter.Metric} has points that do not rise with its cuts.";
        if (combine is Combine.Sum && parameter.Points.Any(points => points <= 0)) yield return $"{parameter.Metric} needs points above 0.";
        if (combine is Combine.Worst && parameter.Points.Any(points => points is < 2 or > 4))
        {
            yield return $"{parameter.Metric} triggers a level that is not 2, 3 or 4.";
        }
    }

    private static bool AreBands(ImmutableArray<double> bands) => bands.Length == 3 && Rises(bands);

    // Two cuts at one value, or two with the same points, would make one of them say nothing.
    private static bool Rises<T>(ImmutableArray<T> numbers) where T : IComparable<T> =>
        numbers.Zip(numbers.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0);

    private static string NameOf(PlaceKind kind) => kind is PlaceKind.BedBase ? "bed-base" : kind.ToString().ToLowerInvariant();
}
