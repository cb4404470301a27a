using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Domain.Plans;

/// <summary>The targets and trajectories of a system: versioned data, not code.</summary>
/// <param name="Source">The documents that they come from.</param>
/// <param name="Status">What is to be confirmed, in words for the screen.</param>
public sealed record PlanSet(
    string Name, string Version, string Source, string Status, ImmutableArray<Target> Targets, ImmutableArray<Trajectory> Trajectories)
{
    /// <summary>Those that the product comes with.</summary>
    public static PlanSet Standard { get; } = Parse(
        Resource.Read("SystemFlow.Domain.Plans.plans-hertfordshire-west-essex.json"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex);

    /// <summary>Reads plans for these metrics and places.</summary>
    /// <exception cref="FormatException">They are none, or contradict themselves; the message lists every fault.</exception>
    public static PlanSet Parse(string json, MetricDictionary dictionary, Footprint footprint) =>
        RuleJson.Read<PlanSet>(json, "The plans are", plans => Problems(plans, dictionary, footprint));

    /// <summary>The targets for a metric at a place, those that hold in a season before those of the whole year.</summary>
    public ImmutableArray<Target> TargetsFor(Place place, MetricCode metric) =>
        [.. Targets.Where(target => target.IsFor(place, metric)).OrderBy(target => target.From is null)];

    /// <summary>The trajectory for a metric at a place; null for none.</summary>
    public Trajectory? TrajectoryFor(PlaceCode place, MetricCode metric) =>
        Trajectories.FirstOrDefault(trajectory => trajectory.Place == place && trajectory.IsFor(metric));

    private static IEnumerable<string> Problems(PlanSet plans, MetricDictionary dictionary, Footprint footprint)
    {
        if (plans.Targets.IsDefault || plans.Trajectories.IsDefault)
        {
            yield return "They need both targets and trajectories, empty where there are none.";
            yield break;
        }

        foreach (var target in plans.Targets)
        {
            if (string.IsNullOrWhiteSpace(target.Source)) yield return $"{target.Name} needs its source.";
            if (target.Metrics.IsDefaultOrEmpty || target.Kinds.IsDefaultOrEmpty) yield return $"{target.Name} needs its metrics and kinds of place.";
            foreach (var code in target.Metrics.Where(code => !dictionary.TryFind(code, out _))) yield return $"{target.Name} is for {code}, which is no metric.";
            if ((target.From is null) != (target.To is null) || !IsDay(target.From) || !IsDay(target.To)) yield return $"{target.Name} needs both from and to, as month and day such as 12-19, or neither.";
        }

        foreach (var trajectory in plans.Trajectories)
        {
            if (!footprint.TryFind(trajectory.Place.ToString(), out _)) yield return $"{trajectory.Name} is for {trajectory.Place}, which is no place.";
            if (string.IsNullOrWhiteSpace(trajectory.Source)) yield return $"{trajectory.Name} needs its source.";
            MetricCode[] codes = [trajectory.Share, trajectory.Over, trajectory.All, trajectory.Beside];
            foreach (var code in codes.Where(code => !dictionary.TryFind(code, out _))) yield return $"{trajectory.Name} is for {code}, which is no metric.";
            foreach (var problem in trajectory.Months.Select(month => month.Problem).OfType<string>()) yield return $"{trajectory.Name}: {problem}";
            foreach (var twice in trajectory.Months.GroupBy(month => month.Month).Where(group => group.Count() > 1)) yield return $"{trajectory.Name} has {twice.Key} twice.";
        }
    }

    private static bool IsDay(string? text) => text is null
        || DateOnly.TryParseExact($"2024-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
