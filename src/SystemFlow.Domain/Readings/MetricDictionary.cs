using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Readings;

/// <summary>Every metric, each with one definition that all places share.</summary>
public sealed class MetricDictionary
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly ImmutableDictionary<MetricCode, Metric> _byCode;

    private MetricDictionary(ImmutableArray<Metric> metrics)
    {
        Metrics = metrics;
        Derived = [.. metrics.Where(m => !m.Denominator.IsEmpty)];
        _byCode = metrics.ToImmutableDictionary(m => m.Code);
    }

    /// <summary>The dictionary that the product comes with.</summary>
    public static MetricDictionary Standard { get; } = Parse(Resource.Read("SystemFlow.Domain.Readings.metrics.json"));

    /// <summary>Every metric, in the file's order, which is the order on screen.</summary>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>Those that are a percentage of two sent ones.</summary>
    public ImmutableArray<Metric> Derived { get; }

    /// <summary>The metric with this code.</summary>
    /// <exception cref="KeyNotFoundException">The dictionary has no such metric.</exception>
    public Metric this[MetricCode code] => _byCode[code];

    /// <summary>The metric with this code.</summary>
    public bool TryFind(MetricCode code, [NotNullWhen(true)] out Metric? metric) => _byCode.TryGetValue(code, out metric);

    /// <summary>The metric with this code, as a feed or an address spells it.</summary>
    public bool TryFind(string? code, [NotNullWhen(true)] out Metric? metric)
    {
        metric = null;
        return MetricCode.TryParse(code, out var parsed) && _byCode.TryGetValue(parsed, out metric);
    }

    /// <summary>Reads a dictionary file.</summary>
    /// <exception cref="FormatException">It is not one; the message lists everything that is wrong.</exception>
    public static MetricDictionary Parse(string json)
    {
        ImmutableArray<Metric> metrics;
        try
        {
            metrics = JsonSerializer.Deserialize<ImmutableArray<Metric>>(json, Json);
        }
        catch (JsonException error)
        {
            throw new FormatException($"The metric dictionary cannot be read: {error.Message}", error);
        }

        var problems = Problems(metrics).ToList();
        return problems.Count == 0
            ? new MetricDictionary(metrics)
            : throw new FormatException($"The metric dictionary is wrong. {string.Join(" ", problems)}");
    }

    private static IEnumerable<string> Problems(ImmutableArray<Metric> metrics)
    {
        foreach (var twice in metrics.GroupBy(m => m.Code).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key} is listed twice.";
        }

        var codes = metrics.Select(m => m.Code).ToHashSet();
        foreach (var metric in metrics)
        {
            if (metric.Cadence <= TimeSpan.Zero) yield return $"{metric.Code} needs a cadence.";
            if (metric.StaleAfter < metric.Cadence) yield return $"{metric.Code} would be stale before its next reading.";
            if (metric.Max < metric.Min) yield return $"{metric.Code} has its most below its least.";
            if (string.IsNullOrWhiteSpace(metric.Definition)) yield return $"{metric.Code} needs a definition.";
            var parts = metric.Numerator.AddRange(metric.Denominator).AddRange(metric.Parts);
            foreach (var part in parts.Where(p => !codes.Contains(p)))
            {
                yield return $"{metric.Code} is derived from {part}, which is not listed.";
            }
        }
    }
}
