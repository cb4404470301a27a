using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>A headline equals the sum of what is under it.</summary>
internal static class DelayTotals
{
    /// <summary>
    /// Where a place sends delays by reason or by who must act, and no total as new as these, the total is their sum.
    /// </summary>
    public static void AddTo(ImmutableDictionary<MetricKey, Figure>.Builder figures, MetricDictionary dictionary)
    {
        foreach (var metric in dictionary.Metrics.Where(metric => metric.HasReasons))
        {
            var parts = FinestSplit([.. figures.Where(f => f.Key.Metric == metric.Code && f.Key.IsPart && f.Value.Current is not null)]);
            if (parts.Count == 0) continue;
            var newest = parts.Max(part => part.Reading.PeriodEnd);
            parts = [.. parts.Where(part => part.Reading.PeriodEnd == newest)];
            var total = figures.GetValueOrDefault(metric.Code);
            if (total?.Current is not null && (total.Reading.PeriodEnd >= newest || total.Coverage is not null)) continue;
            var reading = parts.ToReading(parts[0].Reading.Place, metric.Code, parts.Sum(part => part.Current!.Value), Figure.Derived);
            figures[metric.Code] = new Figure(reading, parts.Max(part => part.Freshness));
        }
    }

    // By reason and by who must act; else by who must act; else by reason. Never two splits of the same patients.
    private static List<Figure> FinestSplit(IReadOnlyCollection<KeyValuePair<MetricKey, Figure>> parts)
    {
        var full = parts.Where(p => p.Key.Reason is not null && p.Key.Attributable is not null).ToList();
        var byBody = parts.Where(p => p.Key.Reason is null).ToList();
        var split = full.Count > 0 ? full : byBody.Count > 0 ? byBody : [.. parts];
        return [.. split.Select(part => part.Value)];
    }
}
