using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemFlow.Testing;

// Each test is two nodes: beside each other they take as long, and crowd out each other's calls.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SystemFlow.Grains.Tests;

/// <summary>The nodes of a test: two on Orleans, on ports of their own, of which the second joins the first.</summary>
internal static class NodesOfEngine
{
    private const string NodesInDirectory = "orleans-directory-ring-size";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Each node's settings, in the order in which they start.</summary>
    public static IEnumerable<string[]> Settings()
    {
        var ports = Ports.Free(2);
        return Array.ConvertAll(ports, port => new[] { $"--Cluster:SiloPort={port}", $"--Cluster:PrimaryPort={ports[0]}" });
    }

    /// <summary>
    /// Waits until every node's grain directory knows every node. A node has started a moment before that, and what begins in the moment
    /// may begin twice: the one that stays has not heard what the other was told.
    /// </summary>
    /// <exception cref="TimeoutException">A directory does not, or does not say so by its gauge.</exception>
    public static async Task MeetAsync(IReadOnlyCollection<IHost> nodes)
    {
        using var directories = new Directories(nodes);
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        while (!directories.KnowAll)
        {
            if (TimeProvider.System.GetElapsedTime(began) > LongestWait)
            {
                throw new TimeoutException($"Gauge {NodesInDirectory} does not say on every node that its grain directory knows all {nodes.Count}.");
            }

            await looks.WaitForNextTickAsync();
        }
    }

    /// <summary>What the nodes' directories say of themselves.</summary>
    private sealed class Directories : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly int _nodes;
        private int _complete;

        public Directories(IReadOnlyCollection<IHost> nodes)
        {
            _nodes = nodes.Count;
            var meters = nodes.Select(node => (object)node.Services.GetRequiredService<IMeterFactory>()).ToHashSet();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == NodesInDirectory && meters.Contains(instrument.Meter.Scope!)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((_, known, _, _) => _complete += known == _nodes ? 1 : 0);
            _listener.Start();
        }

        public bool KnowAll
        {
            get
            {
                _complete = 0;
                _listener.RecordObservableInstruments();
                return _complete == _nodes;
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
