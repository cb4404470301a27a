using Microsoft.Extensions.Hosting;

namespace SystemFlow.Grains.Tests;

/// <summary>The nodes of a test: one, since our own engine runs in one process.</summary>
internal static class NodesOfEngine
{
    /// <summary>Each node's settings, in the order in which they start.</summary>
    public static IEnumerable<string[]> Settings() => [[]];

    /// <summary>One node has nobody to meet.</summary>
    public static Task MeetAsync(IReadOnlyCollection<IHost> _) => Task.CompletedTask;
}
