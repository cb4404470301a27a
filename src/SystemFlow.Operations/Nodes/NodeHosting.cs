using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Operations.Nodes;

/// <summary>Registers what a node knows of the others.</summary>
public static class NodeHosting
{
    /// <summary>Where the database of the nodes is said; empty for one node on files.</summary>
    public const string ConnectionKey = "Operations:ConnectionString";

    /// <summary>
    /// The node's name and its duties, and the news where nodes share a PostgreSQL. Before whatever runs in the background, so that it is
    /// stopped after it.
    /// </summary>
    public static void AddNodes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(NodeId.New());
        if (builder.Configuration[ConnectionKey] is not { Length: > 0 } connection)
        {
            builder.Services.AddSingleton<IDuties, SoleNode>();
            return;
        }

        builder.Services.AddSingleton(services => new NodeNews(
            connection, services.GetRequiredService<NodeId>(), services.GetRequiredService<ILogger<NodeNews>>()));
        builder.Services.AddSingleton(services => new Duties(
            connection, services.GetRequiredService<NodeId>(), services.GetRequiredService<ILogger<Duties>>()));
        builder.Services.AddSingleton<IDuties>(services => services.GetRequiredService<Duties>());
        builder.Services.AddHostedService(services => services.GetRequiredService<NodeNews>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Duties>());
    }
}
