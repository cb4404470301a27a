using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>Sums over members. Who is missing is counted, never taken as zero.</summary>
internal sealed class RollUpRules(Footprint footprint, MetricDictionary dictionary)
{
    /// <summary>Adds a figure for every metric that members report and the place does not report itself.</summary>
    public void AddTo(
        ImmutableDictionary<MetricKey, Figure>.Builder figures, Place place, IReadOnlyCollection<PlaceState> members)
    {
        foreach (var key in members.SelectMany(member => member.Figures.Keys).Distinct())
        {
            var own = figures.GetValueOrDefault(key);
            if (own?.Current is not null || !dictionary.TryFind(key.Metric, out var metric)) continue;
            if (metric.RollUp is not (RollUp.Sum or RollUp.Max)) continue;
            var summed = Sum(place, key, metric, members);
            if (own is null || summed.Current is not null) figures[key] = summed;
        }
    }

    private Figure Sum(Place place, MetricKey key, Metric metric, IReadOnlyCollection<PlaceState> members)
    {
        var parts = members.Select(member => (Member: member, Figure: member[key])).ToList();
        var coverage = parts.Aggregate(default(Coverage), (sum, part) => sum + CoverageOf(part.Member, part.Figure, metric));
        var current = parts.Select(part => part.Figure).OfType<Figure>().Where(figure => figure.Current is not null).ToList();
        if (current.Count == 0)
        {
            var newest = parts.Max(part => part.Figure?.Reading.PeriodEnd) ?? DateTimeOffset.MinValue;
            var nothing = new Reading(place.Code, key, Value: null, newest, Figure.RolledUp) { Absent = Absent.Unknown };
            return new Figure(nothing, Freshness.Silent, coverage);
        }

        var values = current.Select(figure => figure.Current!.Value);
        var value = metric.RollUp is RollUp.Max ? values.Max() : values.Sum();
        return new Figure(current.ToReading(place.Code, key, value, Figure.RolledUp), current.Max(f => f.Freshness), coverage);
    }

    /// <summary>What one member adds to a roll-up's completeness.</summary>
    internal Coverage CoverageOf(PlaceState member, Figure? figure, Metric metric) =>
        figure is { Reading.Absent: Absent.NotApplicable } ? default
        : figure is null ? new Coverage(0, footprint.ExpectedReporters(member.Place, metric.Group))
        : figure.Coverage is { } own ? own with { Reporting = figure.Current is null ? 0 : own.Reporting }
        : new Coverage(figure.Current is null ? 0 : 1, 1);
}

/// <summary>Builds the reading that stands for several figures.</summary>
internal static class FigureParts
{
    /// <summary>A reading as old as the oldest of its parts, due as seldom as the seldomest.</summary>
    public static Reading ToReading(
        this IReadOnlyCollection<Figure> parts, PlaceCode place, MetricKey key, double? value, string source) =>
        new(place, key, value, parts.Min(part => part.Reading.PeriodEnd), source)
        {
            Absent = value is null ? Absent.Unknown : null,
            SubmittedAt = parts.Max(part => part.Reading.SubmittedAt),
            Cadence = parts.Max(part => part.Reading.Cadence),
            Method = parts.Max(part => part.Reading.Method),
        };
}
