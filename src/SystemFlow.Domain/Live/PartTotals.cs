using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>A whole that a place sends by its kinds, such as care-home vacancies by the type of home.</summary>
internal static class PartTotals
{
    /// <summary>
    /// Where every part is known, and no whole as new as these was sent, the whole is their sum. A part that the place says it
    /// does not have counts for nothing; one that is not known leaves the whole unknown, for a sum without it is not the whole.
    /// </summary>
    public static void AddTo(ImmutableDictionary<MetricKey, Figure>.Builder figures, MetricDictionary dictionary)
    {
        foreach (var metric in dictionary.Metrics.Where(metric => !metric.Parts.IsEmpty))
        {
            var parts = metric.Parts.Select(part => figures.GetValueOrDefault(part)).ToList();
            if (parts.Any(part => part is not { Coverage: null } || !IsKnown(part))) continue;
            List<Figure> counted = [.. parts.OfType<Figure>().Where(part => part.Current is not null)];
            if (counted.Count == 0) continue;
            if (figures.GetValueOrDefault(metric.Code) is { Current: not null } sent
                && sent.Reading.PeriodEnd >= counted.Max(part => part.Reading.PeriodEnd)) continue;
            var reading = counted.ToReading(counted[0].Reading.Place, metric.Code, counted.Sum(part => part.Current!.Value), Figure.Derived);
            figures[metric.Code] = new Figure(reading, counted.Max(part => part.Freshness));
        }
    }

    private static bool IsKnown(Figure part) => part.Current is not null || part.Reading.Absent is Absent.NotApplicable;
}
