using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace SystemFlow.Grains.Hosting.Cluster;

/// <summary>Says in the log which nodes come and go, and to whoever watches places that grains moved.</summary>
internal sealed partial class SiloWatch(ISiloStatusOracle silos, GrainMoves moves, ILogger<SiloWatch> logger) : IHostedService, ISiloStatusListener
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (updatedSilo.Equals(silos.SiloAddress)) return;
        if (status is SiloStatus.Active) LogJoined(updatedSilo.Endpoint);
        if (status is not SiloStatus.Dead) return;
        LogLeft(updatedSilo.Endpoint);
        moves.Say();
    }

    [LoggerMessage(1, LogLevel.Information, "Node {Node} is in the cluster.")]
    private partial void LogJoined(object node);

    [LoggerMessage(2, LogLevel.Warning, "Node {Node} is no longer in the cluster; its places begin anew on the nodes that are left.")]
    private partial void LogLeft(object node);
}
