using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Live;

/// <summary>
/// Lines over time, read from the record once for all pages, in their turn, and kept for a minute; at most <see cref="Capacity"/>,
/// and those up to past moments apart. A place without readings of its own has the sum of its members', and a gap wherever one of
/// them has one.
/// </summary>
public sealed partial class Trends(
    ISeriesStore store, Footprint footprint, MetricDictionary dictionary, PastTurns past, TimeProvider time, ILogger<Trends> logger) : IDisposable
{
    /// <summary>Lines kept up to now. Never more are asked for than there are series, so no more need to wait.</summary>
    public const int Capacity = 2_000;

    /// <summary>Lines kept up to past moments: some ten pages of them.</summary>
    public const int PastCapacity = 400;

    /// <summary>Live lines read at once.</summary>
    public const int MostAtOnce = 2;

    /// <summary>How long a line may be shown before it is read again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // History may be arriving just now: what was not there is looked for again soon.
    private static readonly TimeSpan LifetimeOfNothing = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(2);

    private readonly TrendLines _lines = new(footprint, dictionary);
    private readonly TrendSampler _sampler = new(store, dictionary);
    private readonly ReadTurns _turns = new(MostAtOnce, Capacity);
    private readonly SharedReads<(PlaceCode, MetricKey, TrendRange, DateTimeOffset?), Trend> _live = new(Capacity, time, IsOld);
    private readonly SharedReads<(PlaceCode, MetricKey, TrendRange, DateTimeOffset?), Trend> _past = new(PastCapacity, time, IsOld);
    private volatile bool _isFailing;

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>The line; without values where the store has none, and marked where it cannot be read now.</summary>
    /// <param name="asAt">A past moment: the line ends there, as it was known then. Null for now.</param>
    public async ValueTask<Trend> OfAsync(
        PlaceCode place, MetricKey metric, TrendRange range, CancellationToken cancellationToken, DateTimeOffset? asAt = null)
    {
        var (reads, turns) = asAt is null ? (_live, _turns) : (_past, past.Turns);
        try
        {
            return await reads.OfAsync(
                (place, metric, range, asAt), turns, stop => ReadAsync(footprint.Find(place), metric, range, asAt, stop), cancellationToken);
        }
        catch (SeriesException busy) when (busy.IsBusy)
        {
            return Unread(dictionary[metric.Metric], range, StartOf(range, asAt ?? time.GetUtcNow()), asAt);
        }
    }

    // In a replay a minute holds many hours, so a line is also old when a step has begun since.
    private static bool IsOld(Trend trend, TimeSpan age, DateTimeOffset now)
    {
        if (trend.IsEmpty) return age >= LifetimeOfNothing;
        return age >= Lifetime || (trend.AsAt is null && age >= LeastLifetime && now >= trend.From + trend.Range.Length);
    }

    private async Task<Trend> ReadAsync(Place place, MetricKey key, TrendRange range, DateTimeOffset? asAt, CancellationToken stop)
    {
        var metric = dictionary[key.Metric];
        var from = StartOf(range, asAt ?? time.GetUtcNow());
        try
        {
            var (values, _) = await _lines.ReadAsync(
                place, key, range.Points, (code, part) => _sampler.AtStepsAsync(code, part, from, range.Step, range.Points, asAt, stop));
            if (_isFailing) LogReadable(logger);
            _isFailing = false;
            return new Trend(metric, range, from, values) { AsAt = asAt };
        }
        catch (SeriesException error)
        {
            if (!_isFailing) LogUnreadable(logger, error);
            _isFailing = true;
            return Unread(metric, range, from, asAt);
        }
    }

    private static DateTimeOffset StartOf(TrendRange range, DateTimeOffset now) =>
        new DateTimeOffset(now.UtcTicks - (now.UtcTicks % range.Step.Ticks), TimeSpan.Zero) + range.Step - range.Length;

    private static Trend Unread(Metric metric, TrendRange range, DateTimeOffset from, DateTimeOffset? asAt) =>
        new(metric, range, from, []) { AsAt = asAt, IsUnreadable = true };

    [LoggerMessage(LogLevel.Warning, "Trends cannot be read from the series store; pages show none until they can.")]
    private static partial void LogUnreadable(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Information, "Trends can be read from the series store again.")]
    private static partial void LogReadable(ILogger logger);
}
