using System.Collections.Immutable;
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
        var window = new Window(to - range.Length, to, range, asAt);
        try
        {
            var parts = await PartsAsync(place, key, window);
            if (_isFailing) LogReadable(logger);
            _isFailing = false;
            return new Trend(metric, range, window.From, Joined(parts, metric, range.Points)) { AsAt = asAt };
        }
        catch (SeriesException error)
        {
            if (!_isFailing) LogUnreadable(logger, error);
            _isFailing = true;
            return new Trend(metric, range, window.From, []) { AsAt = asAt };
        }
    }

    // A place's own line, else its members', as parts and wholes: a plain count is a part of nothing.
    private async Task<ImmutableArray<Line>> PartsAsync(Place place, MetricKey key, Window window)
    {
        if (await OwnAsync(place.Code, key, window) is { } own) return [own];
        if (dictionary[key.Metric].RollUp is RollUp.None) return [];
        var lines = ImmutableArray.CreateBuilder<Line>();
        foreach (var member in footprint.MembersOf(place.Code)) lines.AddRange(await PartsAsync(member, key, window));
        return lines.ToImmutable();
    }

    private async Task<Line?> OwnAsync(PlaceCode place, MetricKey key, Window window)
    {
        var metric = dictionary[key.Metric];
        if (metric.Denominator.IsEmpty)
        {
            return await GridAsync(place, key, window) is { } values ? new Line(values, null) : null;
        }

        var part = metric.Numerator.Length == 1 ? await GridAsync(place, metric.Numerator[0], window) : null;
        foreach (var code in metric.Denominator)
        {
            if (part is { } shares && await GridAsync(place, code, window) is { } wholes)
            {
                return new Line(shares, wholes);
            }
        }

        return null;
    }

    // The value at each step is the last one not yet silent, as the screen had it; a gap stays a gap.
    private async Task<double?[]?> GridAsync(PlaceCode place, MetricKey key, Window window)
    {
        var metric = dictionary[key.Metric];
        var stretches = window.AsAt is { } asAt
            ? await store.ThinAsync(place, key, window.From, window.To, window.Range.Points, asAt, CancellationToken.None)
            : await store.ThinAsync(place, key, window.From, window.To, window.Range.Points, CancellationToken.None);
        if (!stretches.Any(stretch => stretch.Count > 0)) return null;
        var stretchOfCadence = (live[place][key]?.Reading.Cadence ?? metric.Cadence) / metric.Cadence;
        var steps = (int)Math.Max(1, Math.Ceiling(stretchOfCadence * metric.StaleAfter / window.Range.Step));
        var values = new double?[window.Range.Points];
        foreach (var stretch in stretches.Where(stretch => stretch.Count > 0))
        {
            var first = (int)((stretch.Start - window.From) / window.Range.Step);
            for (var step = Math.Max(0, first); step < Math.Min(first + steps, values.Length); step++) values[step] = stretch.Last;
        }

        return values;
    }

    private static ImmutableArray<double?> Joined(ImmutableArray<Line> lines, Metric metric, int points) =>
        lines.IsEmpty ? [] : [.. Enumerable.Range(0, points).Select(step => AtStep(lines, metric, step))];

    private static double? AtStep(ImmutableArray<Line> lines, Metric metric, int step)
    {
        if (lines.Any(line => line.Values[step] is null || line.Wholes is { } wholes && wholes[step] is null)) return null;
        var values = lines.Select(line => line.Values[step]!.Value);
        if (metric.Denominator.IsEmpty) return metric.RollUp is RollUp.Max ? values.Max() : values.Sum();
        var whole = lines.Sum(line => line.Wholes![step]!.Value);
        return whole > 0 ? 100 * values.Sum() / whole : null;
    }

    [LoggerMessage(LogLevel.Warning, "Trends cannot be read from the series store; pages show none until they can.")]
    private static partial void LogUnreadable(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Information, "Trends can be read from the series store again.")]
    private static partial void LogReadable(ILogger logger);

    private readonly record struct Kept(long Since, DateTimeOffset At, Task<Trend> Reading);

    private readonly record struct Window(DateTimeOffset From, DateTimeOffset To, TrendRange Range, DateTimeOffset? AsAt);

    private sealed record Line(double?[] Values, double?[]? Wholes);
}
