using System.Net;
using System.Net.Sockets;

// Each test is two nodes: several clusters at once leave a machine of two cores no time for any of them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SystemFlow.Grains.Tests;

/// <summary>The nodes of a test: two on Orleans, on ports of their own, of which the second joins the first.</summary>
internal static class NodesOfEngine
{
    /// <summary>Each node's settings, in the order in which they start.</summary>
    public static IEnumerable<string[]> Settings()
    {
        var (first, second) = FreePorts();
        return Array.ConvertAll(
            new[] { first, second },
            port => new[] { $"--Cluster:SiloPort={port}", $"--Cluster:PrimaryPort={first}" });
    }

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
