using SystemFlow.Series;

namespace SystemFlow.Web.Live;

/// <summary>
/// Turns at reading the record: so many at once, on threads of their own, and so many more waiting in the order in which they
/// came. Who comes when all of these are taken is told to come again, so that no number of questions can pile up.
/// </summary>
internal sealed class ReadTurns(int atOnce, int mostWaiting) : IDisposable
{
    /// <summary>When it is worth asking again.</summary>
    public static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(atOnce);
    private int _inside;

    /// <summary>Reads when it is its turn, unless it is stopped before.</summary>
    /// <exception cref="SeriesException">Too much waits already (<see cref="SeriesException.IsBusy"/>). Thrown at once, never by the task.</exception>
    public Task<T> TakeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _inside) <= atOnce + mostWaiting) return InTurnAsync(read, stop);
        Interlocked.Decrement(ref _inside);
        throw new SeriesException("More is asked for than can be read at once. Try again in a few seconds.") { IsBusy = true, RetryAfter = TryAgain };
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken stop)
    {
        try
        {
            await _free.WaitAsync(stop);
            try
            {
                return await Task.Run(() => read(stop), stop);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}

/// <summary>
/// The turns of everything that is read of the past, whichever page or route asks for it. There are as many past moments as
/// seconds: what is live never waits behind them.
/// </summary>
public sealed class PastTurns : IDisposable
{
    /// <summary>Read at once.</summary>
    public const int AtOnce = 2;

    /// <summary>Waiting at most.</summary>
    public const int MostWaiting = 32;

    internal ReadTurns Turns { get; } = new(AtOnce, MostWaiting);

    /// <inheritdoc/>
    public void Dispose() => Turns.Dispose();
}
