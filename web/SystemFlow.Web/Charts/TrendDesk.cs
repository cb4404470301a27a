using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Charts;

/// <summary>
/// Charts, read once for all pages and kept for a minute; at most <see cref="Capacity"/> up to now and <see cref="PastCapacity"/>
/// up to past moments. They are read in turns, those up to now never behind past ones, so that a winter of the whole system holds
/// up nobody.
/// </summary>
public sealed partial class TrendDesk(
    ISeriesStore store, Footprint footprint, MetricDictionary dictionary, PlanSet plans, PastTurns past, TimeProvider time,
    ILogger<TrendDesk> logger) : IDisposable
{
    /// <summary>Charts kept up to now.</summary>
    public const int Capacity = 200;

    /// <summary>Charts kept up to past moments.</summary>
    public const int PastCapacity = 64;

    /// <summary>Charts up to now that are read at once.</summary>
    public const int MostAtOnce = 2;

    /// <summary>Charts up to now that wait to be read.</summary>
    public const int MostWaiting = 32;

    /// <summary>How long a chart may be shown before it is read again, on the screen's clock.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // A replay's minutes are short: whatever its clock says, a chart is kept so long in real time.
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(2);

    private readonly TrendReader _reader = new(store, footprint, dictionary, plans);
    private readonly ReadTurns _turns = new(MostAtOnce, MostWaiting);
    private readonly SharedReads<(TrendQuestion, DateTimeOffset?), TrendView> _live = new(Capacity, time, IsOld);
    private readonly SharedReads<(TrendQuestion, DateTimeOffset?), TrendView> _past = new(PastCapacity, time, IsOld);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>
    /// The chart up to now or, where a moment is given, up to then. It says so where the record cannot be read, or where so much is
    /// asked for that this has to be asked for again.
    /// </summary>
    public async Task<TrendView> OfAsync(TrendQuestion question, DateTimeOffset? asAt, CancellationToken cancellationToken)
    {
        var (reads, turns) = asAt is null ? (_live, _turns) : (_past, past.Turns);
        try
        {
            return await reads.OfAsync((question, asAt), turns, stop => ReadAsync(question, asAt, stop), cancellationToken);
        }
        catch (SeriesException busy) when (busy.IsBusy)
        {
            return Unread(question, asAt) with { IsBusy = true };
        }
    }

    private static bool IsOld(TrendView view, TimeSpan age, DateTimeOffset now) =>
        age >= LeastLifetime && (age >= Lifetime || view.IsUnreadable || (!view.IsPast && now - view.At >= Lifetime));

    private async Task<TrendView> ReadAsync(TrendQuestion question, DateTimeOffset? asAt, CancellationToken stop)
    {
        try
        {
            return await _reader.ReadAsync(question, asAt ?? time.GetUtcNow(), asAt, stop) with { IsPast = asAt is not null };
        }
        catch (SeriesException error)
        {
            LogUnreadable(logger, question.Address, error);
            return Unread(question, asAt);
        }
    }

    private TrendView Unread(TrendQuestion question, DateTimeOffset? asAt) =>
        new(question, asAt ?? time.GetUtcNow(), [], null) { IsUnreadable = true, IsPast = asAt is not null };

    [LoggerMessage(LogLevel.Warning, "The chart {Address} cannot be read from the series store; it is tried again.")]
    private static partial void LogUnreadable(ILogger logger, string address, Exception error);
}
