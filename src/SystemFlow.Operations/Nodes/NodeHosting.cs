using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Nodes;

/// <summary>Registers what a node knows of the others.</summary>
public static class NodeHosting
{
    /// <summary>
    /// The node's name and its duties, and the news where nodes share a PostgreSQL. Before whatever runs in the background, so that it is
    /// stopped after it.
    /// </summary>
    public static void AddNodes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(NodeId.New());
        builder.Services.AddOperationsStorage();
        if (builder.Configuration[OperationsOptions.ConnectionKey] is not { Length: > 0 })
        {
            builder.Services.AddSingleton<IDuties, SoleNode>();
            return;
        }

        builder.Services.AddSingleton(services => new NodeNews(
            ConnectionOf(services), services.GetRequiredService<NodeId>(), services.GetRequiredService<ILogger<NodeNews>>()));
        builder.Services.AddSingleton(services => new Duties(
            ConnectionOf(services), services.GetRequiredService<NodeId>(), services.GetRequiredService<ILogger<Duties>>()));
        builder.Services.AddSingleton<IDuties>(services => services.GetRequiredService<Duties>());
        builder.Services.AddHostedService(services => services.GetRequiredService<NodeNews>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Duties>());
    }

    // By the options, which refuse in words what is no connection string.
    private static string ConnectionOf(IServiceProvider services) => services.GetRequiredService<IOptions<OperationsOptions>>().Value.ConnectionString;
}
