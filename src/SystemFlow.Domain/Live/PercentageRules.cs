using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>Percentages, always from a numerator and a denominator; over members from their sums, never an average.</summary>
internal sealed class PercentageRules(Footprint footprint, MetricDictionary dictionary)
{
    private readonly RollUpRules _rollUps = new(footprint, dictionary);

    /// <summary>Adds every percentage whose two halves are known, for the place itself or for its members.</summary>
    public void AddTo(
        ImmutableDictionary<MetricKey, Figure>.Builder figures, Place place, IReadOnlyCollection<PlaceState> members)
    {
        foreach (var metric in dictionary.Derived)
        {
            var figure = OfItself(figures, place, metric) ?? OfMembers(place, metric, members);
            if (figure is not null) figures[metric.Code] = figure;
        }
    }

    private Figure? OfItself(ImmutableDictionary<MetricKey, Figure>.Builder figures, Place place, Metric metric)
    {
        var whole = metric.Denominator.Select(code => figures.GetValueOrDefault(code)).FirstOrDefault(figure => figure is not null);
        if (whole is not { Coverage: null } || Taken(whole, metric) is not (> 0 and var denominator)) return null;
        var parts = metric.Numerator.Select(code => figures.GetValueOrDefault(code)).ToList();
        if (parts.Any(part => part is not { Coverage: null } || Taken(part, metric) is null)) return null;

        // Two counts of different stretches of time do not make a share: at 00:05 yesterday's part has no whole.
        Figure[] halves = [.. parts.OfType<Figure>(), whole];
        var isOneMoment = halves.All(half => half.Reading.PeriodEnd == whole.Reading.PeriodEnd);
        if (metric.Period is not PeriodType.Instant && !isOneMoment) return null;
        return Share(halves, place, metric, parts.Sum(part => Taken(part!, metric)!.Value), denominator, coverage: null);
    }

    // A month that is over stays what it was: it is known by its end, and nobody acts on it as if it were now.
    private static double? Taken(Figure figure, Metric metric) => metric.IsHistory ? figure.Reading.Value : figure.Current;

    private Figure? OfMembers(Place place, Metric metric, IReadOnlyCollection<PlaceState> members)
    {
        if (metric.RollUp is RollUp.None) return null;
        var current = members.Select(member => member[metric.Code]).OfType<Figure>()
            .Where(figure => figure is { Current: not null, Reading.Denominator: > 0 }).ToList();
        if (current.Count == 0) return null;
        var coverage = members.Aggregate(
            default(Coverage), (sum, member) => sum + _rollUps.CoverageOf(member, member[metric.Code], metric));
        var numerator = current.Sum(figure => figure.Reading.Numerator ?? 0);
        return Share(current, place, metric, numerator, current.Sum(figure => figure.Reading.Denominator!.Value), coverage);
    }

    private Figure Share(
        IReadOnlyCollection<Figure> parts, Place place, Metric metric, double numerator, double denominator, Coverage? coverage)
    {
        var reading = parts.ToReading(place.Code, metric.Code, 100 * numerator / denominator, Figure.Derived) with
        {
            Numerator = numerator,
            Denominator = denominator,
            // Due as seldom as its seldomest part: beds are counted every quarter of an hour, patients every minute.
            Cadence = parts.Max(part => part.Reading.Cadence ?? dictionary[part.Reading.Metric.Metric].Cadence),
        };
        return new Figure(reading, parts.Max(part => part.Freshness), coverage);
    }
}
