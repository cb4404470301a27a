using Orleans;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Grains;
using SystemFlow.Grains.Hosting;

namespace SystemFlow.Web.Live;

/// <summary>
/// Keeps this node's live view told by every place's grain. A grain forgets a watcher that does not renew, and one that began anew knows
/// none: so places are watched again when one of them ends, when a node is lost, and, whatever was not heard, twice a minute.
/// </summary>
internal sealed partial class LiveFollowing(
    IGrainFactory grains, Footprint footprint, LiveView live, GrainMoves moves, TimeProvider time, ILogger<LiveFollowing> logger)
    : BackgroundService, IPlaceWatcher
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // However many places there are, so many begin at once: each reads the record.
    private const int AtOnce = 16;

    private readonly SemaphoreSlim _moved = new(0);
    private bool _isFailing;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _moved.Dispose();
        base.Dispose();
    }

    void IPlaceWatcher.Changed(PlaceState state) => live.Changed(state);

    void IPlaceWatcher.Ended() => Wake();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IPlaceWatcher>(this);
        moves.Happened += Wake;
        try
        {
            while (true)
            {
                var isComplete = await RenewOnceAsync(self, stoppingToken);
                await WaitAsync(isComplete ? RenewEvery : RetryAfter, stoppingToken);
            }
        }
        finally
        {
            moves.Happened -= Wake;
        }
    }

    private void Wake() => _moved.Release();

    // Until grains move, and no longer than that.
    private async Task WaitAsync(TimeSpan longest, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(longest, time, over.Token), _moved.WaitAsync(over.Token));
        await over.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
        while (_moved.Wait(0, stoppingToken))
        {
            // What moved by now is watched again in one round.
        }
    }

    /// <summary>One renewal at every place. True if all were reached.</summary>
    private async Task<bool> RenewOnceAsync(IPlaceWatcher self, CancellationToken cancellationToken)
    {
        try
        {
            var terms = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                footprint.Places, terms,
                async (place, cancelled) => live.Changed(await grains.GetPlace(place).WatchAsync(self, live[place.Code].Version).WaitAsync(cancelled)));
            if (_isFailing) LogRecovered(logger);
            _isFailing = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing) LogFailing(logger, error);
            _isFailing = true;
        }

        return !_isFailing;
    }

    [LoggerMessage(1, LogLevel.Error, "The live view cannot reach every place; its figures stand still until it can.")]
    private static partial void LogFailing(ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Information, "The live view is told by every place again.")]
    private static partial void LogRecovered(ILogger logger);
}
