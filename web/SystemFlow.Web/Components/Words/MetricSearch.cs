using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>Finds metrics by what people call them.</summary>
internal static class MetricSearch
{
    /// <summary>Whether every word that was typed stands somewhere in the metric's entry, whatever the case. Nothing typed finds all.</summary>
    public static bool Finds(string? typed, Metric metric)
    {
        var entry = string.Join('\n', metric.Code, metric.Name, metric.ShortName, MetricText.Group(metric.Group), metric.Definition, metric.Origin);
        return (typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(word => entry.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
