using Orleans;
using SystemFlow.Domain.Places;
using SystemFlow.Grains;

namespace SystemFlow.Web.Live;

/// <summary>Keeps this node's live view told by every place's grain. A grain forgets a watcher that does not renew.</summary>
internal sealed partial class LiveFollowing(
    IGrainFactory grains, Footprint footprint, LiveView live, TimeProvider time, ILogger<LiveFollowing> logger)
    : BackgroundService
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private bool _isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IPlaceWatcher>(live);
        while (true)
        {
            var isComplete = await RenewOnceAsync(self, stoppingToken);
            await Task.Delay(isComplete ? RenewEvery : RetryAfter, time, stoppingToken);
        }
    }

    /// <summary>One renewal at every place. True if all were reached.</summary>
    private async Task<bool> RenewOnceAsync(IPlaceWatcher self, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var place in footprint.Places)
            {
                live.Changed(await grains.GetPlace(place).WatchAsync(self).WaitAsync(cancellationToken));
            }

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
