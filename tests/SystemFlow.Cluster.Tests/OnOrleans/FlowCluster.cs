using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Testing;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>Three nodes on one PostgreSQL and one InfluxDB, each a process of its own.</summary>
internal sealed class FlowCluster : IAsyncDisposable
{
    private const int Size = 3;

    private FlowCluster(Shared shared)
    {
        Shared = shared;
        Nodes =
        [
            .. Enumerable.Range(0, Size).Select(_ => new FlowNode(
                [.. shared.Settings, string.Create(CultureInfo.InvariantCulture, $"--Cluster:SiloPort={Ports.Free()}")], shared.Secrets)),
        ];
    }

    public Shared Shared { get; }

    public ImmutableArray<FlowNode> Nodes { get; }

    /// <summary>Starts them all at once.</summary>
    /// <param name="prepare">What is in their database before they start.</param>
    public static async Task<FlowCluster> StartAsync(Servers servers, CancellationToken cancellationToken, Func<string, Task>? prepare = null)
    {
        Assert.SkipUnless(Servers.Missing is null, Servers.Missing ?? "");
        var cluster = new FlowCluster(await servers.NewAsync(cancellationToken));
        if (prepare is not null) await prepare(cluster.Shared.Database);
        try
        {
            await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync(cancellationToken)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Shown where the test fails.
        foreach (var node in Nodes) TestContext.Current.TestOutputHelper?.WriteLine($"{node.Address}\n{node.Said}");
        foreach (var node in Nodes) await node.DisposeAsync();
    }
}
