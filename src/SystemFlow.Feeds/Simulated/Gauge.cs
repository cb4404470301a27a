using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>One figure that a simulated place can be asked for at any minute.</summary>
/// <param name="Read">The figure now; null where there is none, such as yesterday's count on the first day.</param>
internal readonly record struct Gauge(MetricKey Key, Func<double?> Read)
{
    public static Gauge Of(string metric, Func<double?> read) => new(MetricCode.Parse(metric), read);
}
