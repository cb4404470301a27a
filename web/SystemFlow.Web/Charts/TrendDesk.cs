using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Charts;

/// <summary>
/// Charts, read once for all pages and kept for a minute; at most <see cref="Capacity"/>, and at most
/// <see cref="MostAtOnce"/> are read at once, so that a winter of the whole system holds up nobody.
/// </summary>
public sealed partial class TrendDesk(
    ISeriesStore store, LiveView live, Footprint footprint, MetricDictionary dictionary, PlanSet plans, TimeProvider time,
    ILogger<TrendDesk> logger) : IDisposable
{
    /// <summary>Charts kept.</summary>
    public const int Capacity = 200;

    /// <summary>Charts read at once.</summary>
    public const int MostAtOnce = 2;

    /// <summary>How long a chart may be shown before it is read again, on the screen's clock.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // A replay's minutes are short: whatever its clock says, a chart is kept so long in real time.
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(2);

    private readonly TrendReader _reader = new(store, live, footprint, dictionary, plans);
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly Lock _gate = new();
    private readonly Dictionary<(TrendQuestion, DateTimeOffset? Past), Kept> _kept = [];

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>The chart up to now or, where a moment is given, up to then; it says so where the record cannot be read.</summary>
    public async Task<TrendView> OfAsync(TrendQuestion question, DateTimeOffset? past, CancellationToken cancellationToken)
    {
        Task<TrendView> reading;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_kept.TryGetValue((question, past), out var kept) || IsOld(kept, now))
            {
                MakeRoom();
                kept = new Kept(time.GetTimestamp(), now, Task.Run(() => ReadAsync(question, past ?? now, past), CancellationToken.None));
                _kept[(question, past)] = kept;
            }

            reading = kept.Reading;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    private bool IsOld(Kept kept, DateTimeOffset now)
    {
        var elapsed = time.GetElapsedTime(kept.Since);
        if (elapsed < LeastLifetime || !kept.Reading.IsCompleted) return false;
        return elapsed >= Lifetime || now - kept.At >= Lifetime || kept.Reading.GetAwaiter().GetResult().IsUnreadable;
    }

    private void MakeRoom()
    {
        if (_kept.Count < Capacity) return;
        foreach (var (key, _) in _kept.OrderBy(pair => pair.Value.Since).Take(Capacity / 4).ToList()) _kept.Remove(key);
    }

    private async Task<TrendView> ReadAsync(TrendQuestion question, DateTimeOffset at, DateTimeOffset? past)
    {
        await _turns.WaitAsync();
        try
        {
            return await _reader.ReadAsync(question, at, past);
        }
        catch (SeriesException error)
        {
            LogUnreadable(logger, question.Address, error);
            return new TrendView(question, at, [], null) { IsUnreadable = true };
        }
        finally
        {
            _turns.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The chart {Address} cannot be read from the series store; it is tried again.")]
    private static partial void LogUnreadable(ILogger logger, string address, Exception error);

    private readonly record struct Kept(long Since, DateTimeOffset At, Task<TrendView> Reading);
}
