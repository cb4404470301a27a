using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>A headline equals the sum of what is under it.</summary>
internal static class DelayTotals
{
    /// <summary>
    /// Where a place sends delays by reason or by who must act, and no total as new as these, the total is their sum. A place's own
    /// return counts before the sum of its members, whether or not it states the total.
    /// </summary>
    public static void AddTo(ImmutableDictionary<MetricKey, Figure>.Builder figures, MetricDictionary dictionary)
    {
        foreach (var metric in dictionary.Metrics.Where(metric => metric.HasReasons))
        {
            var parts = SplitOf(figures, metric.Code);
            if (parts.IsEmpty) continue;
            var total = figures.GetValueOrDefault(metric.Code);
            var newest = parts[0].Value.Reading.PeriodEnd;
            if (total is { Current: not null, Coverage: null } && total.Reading.PeriodEnd >= newest) continue;
            List<Figure> split = [.. parts.Select(part => part.Value)];
            var reading = split.ToReading(split[0].Reading.Place, metric.Code, split.Sum(part => part.Current!.Value), Figure.Derived);
            figures[metric.Code] = new Figure(reading, split.Max(part => part.Freshness));
        }
    }

    /// <summary>
    /// The finest split that a place sends of its own, as of its newest moment: by reason and by who must act; else by who must
    /// act; else by reason. Never two splits of the same patients. Empty where it sends none.
    /// </summary>
    public static ImmutableArray<KeyValuePair<MetricKey, Figure>> SplitOf(
        IEnumerable<KeyValuePair<MetricKey, Figure>> figures, MetricCode metric)
    {
        var parts = figures
            .Where(f => f.Key.Metric == metric && f.Key.IsPart && f.Value is { Coverage: null, Current: not null })
            .ToList();
        var full = parts.Where(p => p.Key.Reason is not null && p.Key.Attributable is not null).ToList();
        var byBody = parts.Where(p => p.Key.Reason is null).ToList();
        var split = full.Count > 0 ? full : byBody.Count > 0 ? byBody : parts;
        return split.Count == 0 ? [] : [.. split.Where(part => part.Value.Reading.PeriodEnd == split.Max(p => p.Value.Reading.PeriodEnd))];
    }
}
