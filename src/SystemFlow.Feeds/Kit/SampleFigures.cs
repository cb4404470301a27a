using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Kit;

/// <summary>Made-up values for examples: plausible together, and nobody's.</summary>
public static class SampleFigures
{
    /// <summary>A value that the metric may have, in its unit; what fills a capacity is below it.</summary>
    public static double Of(Metric metric) => metric.Kind switch
    {
        MetricKind.Capacity => 24,
        MetricKind.Queue => 19,
        MetricKind.Duration => 45,
        _ => 6,
    };
}
