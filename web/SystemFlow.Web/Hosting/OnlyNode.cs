using Microsoft.Extensions.Options;
using SystemFlow.Grains.Hosting;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Web.Hosting;

/// <summary>Keeps a second program from the PostgreSQL of one whose grains run in its own process: both would raise every alert.</summary>
internal static class OnlyNode
{
    /// <summary>Does nothing on the engine of a cluster, or where data lies in files.</summary>
    public static void AddOnlyNode(this WebApplicationBuilder builder)
    {
        if (GrainHosting.IsCluster || builder.Configuration[OperationsOptions.ConnectionKey] is not { Length: > 0 }) return;
        builder.Services.AddHostedService(services => new Check(services.GetRequiredService<Duties>()));
    }

    private sealed class Check(Duties duties) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (await duties.WhoElseAsync(cancellationToken) is not { } other) return;
            throw new OptionsValidationException(
                OperationsOptions.ConnectionKey, typeof(string),
                [
                    $"{OperationsOptions.ConnectionKey}: {other} uses this database. This build runs alone (GrainRuntime=Embedded): stop the other, give this one a "
                    + "database of its own, or run several nodes with the build for a cluster (GrainRuntime=Orleans).",
                ]);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
