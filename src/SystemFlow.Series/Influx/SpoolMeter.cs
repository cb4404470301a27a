using System.Diagnostics.Metrics;

namespace SystemFlow.Series.Influx;

/// <summary>Counts what waits for the server.</summary>
internal sealed class SpoolMeter : IDisposable
{
    private readonly Meter _meter = new("SystemFlow.Series");

    public SpoolMeter(Spool spool, SpoolReader waiting, TimeProvider time)
    {
        _meter.CreateObservableGauge("series.spool.waiting", () => spool.Waiting, "{reading}", "Readings acknowledged that InfluxDB has not got yet.");
        _meter.CreateObservableGauge("series.spool.bytes", () => spool.Bytes, "By", "What they take on disk, of Series:Influx:SpoolMegabytes.");
        _meter.CreateObservableGauge(
            "series.spool.age", () => waiting.Oldest is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0, "s", "Age of the oldest that waits.");
    }

    public void Dispose() => _meter.Dispose();
}
