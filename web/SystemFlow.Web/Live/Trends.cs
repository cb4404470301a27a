using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Live;

/// <summary>
/// Lines over time, read from the record once for all pages and kept for a minute; at most <see cref="Capacity"/>.
/// A place without readings of its own has the sum of its members', and a gap wherever one of them has one.
/// </summary>
public sealed partial class Trends(
    ISeriesStore store, LiveView live, Footprint footprint, MetricDictionary dictionary, TimeProvider time,
    ILogger<Trends> logger)
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 2_000;

    /// <summary>How long a line may be shown before it is read again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // History may be arriving just now: what was not there is looked for again soon.
    private static readonly TimeSpan LifetimeOfNothing = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(2);

    private readonly TrendLines _lines = new(footprint, dictionary);
    private readonly TrendSampler _sampler = new(store, live, dictionary);
    private readonly Lock _gate = new();
    private readonly Dictionary<(PlaceCode, MetricKey, TrendRange, DateTimeOffset?), Kept> _kept = [];
    private bool _isFailing;

    /// <summary>The line; without values where the store has none or cannot be read now.</summary>
    /// <param name="asAt">A past moment: the line ends there, as it was known then. Null for now.</param>
    public async ValueTask<Trend> OfAsync(
        PlaceCode place, MetricKey metric, TrendRange range, CancellationToken cancellationToken, DateTimeOffset? asAt = null)
    {
        Task<Trend> reading;
        lock (_gate)
        {
            var key = (place, metric, range, asAt);
            if (!_kept.TryGetValue(key, out var kept) || IsOld(kept, range, asAt))
            {
                MakeRoom();
                var now = asAt ?? time.GetUtcNow();
                kept = new Kept(time.GetTimestamp(), now, ReadAsync(footprint.Find(place), metric, range, now, asAt));
                _kept[key] = kept;
            }

            reading = kept.Reading;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    // In a replay a minute holds many hours, so a line is also old when a step of it has gone by.
    private bool IsOld(Kept kept, TrendRange range, DateTimeOffset? asAt)
    {
        var elapsed = time.GetElapsedTime(kept.Since);
        if (kept.Reading is { IsCompletedSuccessfully: true } read && read.GetAwaiter().GetResult().IsEmpty) return elapsed >= LifetimeOfNothing;
        return elapsed >= Lifetime || (asAt is null && elapsed >= LeastLifetime && time.GetUtcNow() - kept.At >= range.Step);
    }

    private void MakeRoom()
    {
        if (_kept.Count < Capacity) return;
        foreach (var (key, kept) in _kept.OrderBy(pair => pair.Value.Since).Take(Capacity / 4).ToList()) _kept.Remove(key);
    }

    private async Task<Trend> ReadAsync(Place place, MetricKey key, TrendRange range, DateTimeOffset now, DateTimeOffset? asAt)
    {
        var metric = dictionary[key.Metric];
        var to = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % range.Step.Ticks), TimeSpan.Zero) + range.Step;
        var from = to - range.Length;
        try
        {
            var (values, _) = await _lines.ReadAsync(place, key, range.Points, (code, part) => _sampler.AtStepsAsync(code, part, from, range.Step, range.Points, asAt));
            if (_isFailing) LogReadable(logger);
            _isFailing = false;
            return new Trend(metric, range, from, values) { AsAt = asAt };
        }
        catch (SeriesException error)
        {
            if (!_isFailing) LogUnreadable(logger, error);
            _isFailing = true;
            return new Trend(metric, range, from, []) { AsAt = asAt };
        }
    }

    [LoggerMessage(LogLevel.Warning, "Trends cannot be read from the series store; pages show none until they can.")]
    private static partial void LogUnreadable(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Information, "Trends can be read from the series store again.")]
    private static partial void LogReadable(ILogger logger);

    private readonly record struct Kept(long Since, DateTimeOffset At, Task<Trend> Reading);
}
