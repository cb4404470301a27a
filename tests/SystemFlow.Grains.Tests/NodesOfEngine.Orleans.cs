using SystemFlow.Testing;

// Each test is two nodes: beside each other they take as long, and crowd out each other's calls.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SystemFlow.Grains.Tests;

/// <summary>The nodes of a test: two on Orleans, on ports of their own, of which the second joins the first.</summary>
internal static class NodesOfEngine
{
    /// <summary>Each node's settings, in the order in which they start.</summary>
    public static IEnumerable<string[]> Settings()
    {
        var ports = Ports.Free(2);
        return Array.ConvertAll(ports, port => new[] { $"--Cluster:SiloPort={port}", $"--Cluster:PrimaryPort={ports[0]}" });
    }
}
