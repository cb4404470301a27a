using System.Runtime.CompilerServices;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Backtests;

/// <summary>
/// Runs back-tests on the stored history for whoever looks at the page: at most <see cref="Most"/> at once on this node,
/// and each stands back again and again, so that the live view is not slowed.
/// </summary>
public sealed class BacktestDesk(ISeriesStore store, Footprint footprint, MetricDictionary dictionary, TimeProvider time)
{
    /// <summary>How many may run at once.</summary>
    public const int Most = 2;

    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(20), Rest = TimeSpan.FromMilliseconds(10);

    private readonly StoredHistory _history = new(store, footprint);
    private int _running;

    /// <summary>How many are running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs one on the stored history; null when there is no room for it now.</summary>
    /// <exception cref="SeriesException">The record cannot be read now.</exception>
    public async Task<BacktestReport?> RunAsync(
        BacktestTerms terms, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) > Most)
        {
            Interlocked.Decrement(ref _running);
            return null;
        }

        try
        {
            var readings = RestingAsync(_history.ReadAsync(terms.Place, terms.From, terms.To, cancellationToken), cancellationToken);
            return await Task.Run(
                () => new Backtest(footprint, dictionary).RunAsync(terms, readings, progress, cancellationToken), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async IAsyncEnumerable<Reading> RestingAsync(
        IAsyncEnumerable<Reading> readings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        await foreach (var reading in readings.WithCancellation(cancellationToken))
        {
            yield return reading;
            if (time.GetElapsedTime(since) < Work) continue;
            await Task.Delay(Rest, time, cancellationToken);
            since = time.GetTimestamp();
        }
    }
}
