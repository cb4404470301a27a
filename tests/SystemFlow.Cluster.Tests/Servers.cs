using System.Collections.Immutable;
using System.Security.Cryptography;
using SystemFlow.Cluster.Tests;
using SystemFlow.Testing;

[assembly: AssemblyFixture(typeof(Servers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)] // Each test is several programs; two cores have time for one such.

namespace SystemFlow.Cluster.Tests;

/// <summary>The servers that nodes share: PostgreSQL, and InfluxDB for the record.</summary>
public sealed class Servers : IAsyncLifetime
{
    /// <summary>Why they cannot be started on this machine; null when they can.</summary>
    public static string? Missing => PostgresServer.Missing ?? InfluxServer.Missing;

    public PostgresServer Postgres { get; } = new();

    public InfluxServer Influx { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        await Postgres.StartAsync(CancellationToken.None);
        await Influx.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Influx.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    /// <summary>What nodes of a new cluster share: a database of its own, a record of its own.</summary>
    public async Task<Shared> NewAsync(CancellationToken cancellationToken)
    {
        var name = $"flow{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var database = await Postgres.NewDatabaseAsync(cancellationToken);
        return new Shared(
            database,
            [
                $"--Operations:ConnectionString={database}", "--Series:Kind=Influx", $"--Series:Influx:Url={Influx.Url}",
                $"--Series:Influx:Database={name}",
            ],
            new Dictionary<string, string>
            {
                ["SYSTEMFLOW_FEED_KEY"] = RandomNumberGenerator.GetHexString(32),
                ["SYSTEMFLOW_ADMIN_PASSWORD"] = Shared.Password,
                ["Audit__Key"] = RandomNumberGenerator.GetHexString(64),
                ["Notices__WebhookSecret"] = RandomNumberGenerator.GetHexString(48),
            }.ToImmutableDictionary());
    }
}

/// <summary>What the nodes of one cluster share.</summary>
/// <param name="Database">Where their PostgreSQL is.</param>
/// <param name="Settings">Said to each of them.</param>
/// <param name="Secrets">In each one's environment.</param>
public sealed record Shared(string Database, ImmutableArray<string> Settings, ImmutableDictionary<string, string> Secrets)
{
    /// <summary>What <c>administrator</c> signs in with.</summary>
    public const string Password = "a password for tests";
}
