using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Polly.Registry;
using SystemFlow.Domain.Readings;
using SystemFlow.Grains.Hosting.Cluster;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Grains.Hosting;

/// <summary>Runs the grains on Orleans, in a cluster of nodes that each are a silo and a web server.</summary>
public static class GrainHosting
{
    /// <summary>Whether several nodes share the grains.</summary>
    public static bool IsCluster => true;

    // Three looks in vain, and then two nodes must say so.
    private const int LooksInVain = 3;
    private const int Votes = 2;

    private static readonly TimeSpan TableEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds this node. They need the footprint, dictionary and rules, and the series store. With <c>Operations:ConnectionString</c> the nodes
    /// find each other by that PostgreSQL; without it the node is alone on this machine.
    /// </summary>
    /// <exception cref="OptionsValidationException">A setting of section <c>Cluster</c> is wrong.</exception>
    public static IHostApplicationBuilder AddGrains(this IHostApplicationBuilder builder)
    {
        var node = Read(builder.Configuration);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        // Of every message that a lost node was not told of, until its watches run out. Whoever calls says it, where it matters.
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.None);
        builder.Services.AddGrainMoves().AddHostedService<SiloWatch>();
        return builder.UseOrleans(silo =>
        {
            silo.Services.AddPlaceGrainParts();
            if (builder.Configuration[OperationsOptions.ConnectionKey] is { Length: > 0 } database) Join(silo, node, database);
            else Alone(silo, node);
            // Anywhere: the node that asks first would take them all.
            silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
            Carry(silo.Services);
            KeepTime(silo.Services);
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = membership.MinProbeTimeout = node.LookEvery;
                membership.MaxProbeTimeout = 2 * node.LookEvery;
                membership.NumMissedProbesLimit = LooksInVain;
                membership.NumVotesForDeathDeclaration = Votes;
                membership.TableRefreshTimeout = TableEvery;
            });
            silo.Configure<SiloMessagingOptions>(messages => messages.ResponseTimeout = messages.SystemResponseTimeout = LongestCall);
        });
    }

    private static NodeOptions Read(IConfiguration configuration)
    {
        var node = configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() ?? new NodeOptions();
        List<ValidationResult> wrong = [];
        return Validator.TryValidateObject(node, new ValidationContext(node), wrong, validateAllProperties: true) ? node
            : throw new OptionsValidationException(NodeOptions.Section, typeof(NodeOptions), wrong.Select(one => one.ErrorMessage!));
    }

    private static void Join(ISiloBuilder silo, NodeOptions node, string database)
    {
        silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = node.Id);
        silo.ConfigureEndpoints(AddressOf(node), node.SiloPort, gatewayPort: 0, listenOnAnyHostAddress: false);
        silo.UseAdoNetClustering(members =>
        {
            members.Invariant = "Npgsql";
            members.ConnectionString = MemberTables.Ready(database);
        });
    }

    private static void Alone(ISiloBuilder silo, NodeOptions node) => silo.UseLocalhostClustering(
        node.SiloPort, gatewayPort: 0, node.PrimaryPort is 0 ? null : new IPEndPoint(IPAddress.Loopback, node.PrimaryPort), node.Id, node.Id);

    private static IPAddress AddressOf(NodeOptions node)
    {
        try
        {
            return IPAddress.TryParse(node.Address, out var address) ? address
                : Dns.GetHostAddresses(node.Address).First(one => one.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork);
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new OptionsValidationException(
                NodeOptions.Section, typeof(NodeOptions), [$"Cluster:Address: '{node.Address}' is not known here ({error.Message})."]);
        }
    }

    // Domain knows nothing of grains, so its records carry no [GenerateSerializer]: between nodes they go as JSON. Within a node they go
    // as they are, for none of them ever changes.
    private static void Carry(IServiceCollection services)
    {
        services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOfDomain, static _ => false));
        services.AddSingleton<IGeneralizedCopier>(new SameObject(IsOfDomain));
    }

    // The program's clock is the grains' own: a replay's runs fast, and a test's stands still. The cluster keeps the real time.
    private static void KeepTime(IServiceCollection services)
    {
        string[] parts =
        [
            TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory, TimeProviderNames.Membership, TimeProviderNames.Messaging,
            TimeProviderNames.SystemTimers,
        ];
        foreach (var part in parts) services.AddKeyedSingleton(part, TimeProvider.System);
        // Placing a grain is tried again by Polly, which asks for no part's clock: on one that stands still a call would wait for ever.
        services.PostConfigure<ResiliencePipelineRegistryOptions<string>>(registry =>
        {
            var begin = registry.BuilderFactory;
            registry.BuilderFactory = () =>
            {
                var builder = begin();
                builder.TimeProvider = TimeProvider.System;
                return builder;
            };
        });
    }

    private static bool IsOfDomain(Type type) => type.Assembly == typeof(Reading).Assembly;
}
