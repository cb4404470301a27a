using System.Net;
using System.Net.Sockets;

// Each test is two nodes. Orleans gives up placing a grain by the program's clock, which these tests move by hours: while grains begin, slowly
// where several clusters begin at once, that would be a fault.
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
