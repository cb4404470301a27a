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

    /// <summary>The middle one of so many times, in milliseconds; of three at least where all of them would take longer than <paramref name="most"/>.</summary>
    public static async Task<double> MedianAsync(int rounds, Func<int, Task> work, TimeSpan? most = null)
    {
        const int Fewest = 3;
        var times = new List<double>();
        while (times.Count < rounds && (times.Count < Fewest || !(times.Sum() > most?.TotalMilliseconds)))
        {
            var started = Stopwatch.GetTimestamp();
            await work(times.Count);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
