using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks;

/// <summary>A store as the program has it, and how long it takes for something.</summary>
internal static class StoreUnderTest
{
    /// <summary>On a file.</summary>
    public static ServiceProvider Open(string path) =>
        Open(new Dictionary<string, string?> { [$"{SeriesOptions.Section}:{nameof(SeriesOptions.Path)}"] = path });

    /// <summary>By settings. What the host would start beside it does not run: nothing is thinned out.</summary>
    public static ServiceProvider Open(IReadOnlyDictionary<string, string?> settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddSeries()
        .BuildServiceProvider();

    /// <summary>The middle one of so many times, in milliseconds.</summary>
    public static async Task<double> MedianAsync(int rounds, Func<int, Task> work)
    {
        var times = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await work(round);
            times[round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }
}
