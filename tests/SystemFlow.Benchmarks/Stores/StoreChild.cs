using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>This program again, as a process of its own: one that is measured, or killed.</summary>
internal static class StoreChild
{
    private const string Resident = "store-child-resident", Killed = "store-child-killed";
    private const int BatchReadings = 5_000;

    /// <summary>Runs a child's part, if that is what this process was started for.</summary>
    public static async Task<bool> RunAsync(string[] args)
    {
        switch (args)
        {
            case [Resident, .. var settings]:
                await SayResidentAsync(Read(settings));
                return true;
            case [Killed, var path, var places, var seriesAtAPlace, var steps]:
                await AppendAndDieAsync(path, new HospitalFigures(Number(places), Number(seriesAtAPlace), Number(steps)), Number(steps));
                return true;
            default:
                return false;
        }
    }

    /// <summary>What a process has resident that has a store open, was asked for its newest readings, and has collected its garbage. In bytes.</summary>
    /// <param name="settings">The store's; none for a process that has nothing open.</param>
    public static async Task<long> ResidentAsync(IReadOnlyDictionary<string, string?> settings)
    {
        using var child = Start([Resident, .. settings.Select(setting => $"{setting.Key}={setting.Value}")]);
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return long.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>Fills a file with so many readings of each series, and is killed before it can tidy up.</summary>
    public static async Task FillAndKillAsync(string path, int places, int seriesAtAPlace, int steps)
    {
        using var child = Start([Killed, path, $"{places}", $"{seriesAtAPlace}", $"{steps}"]);
        if (await child.StandardOutput.ReadLineAsync() is not "filled") throw new InvalidOperationException("The child ended before its store was filled.");
        child.Kill();
        await child.WaitForExitAsync();
    }

    private static async Task SayResidentAsync(Dictionary<string, string?> settings)
    {
        if (settings.Count > 0)
        {
            await using var services = StoreUnderTest.Open(settings);
            var store = services.GetRequiredService<ISeriesStore>();
            await foreach (var places in store.SeriesAsync(CancellationToken.None).Select(key => key.Place).Distinct().Chunk(100))
            {
                foreach (var place in places) await store.LatestAsync(place, CancellationToken.None).CountAsync();
            }

            Say();
        }
        else
        {
            Say();
        }

        static void Say()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var self = Process.GetCurrentProcess();
            Console.Write(self.WorkingSet64.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task AppendAndDieAsync(string path, HospitalFigures figures, int steps)
    {
        await using var services = StoreUnderTest.Open(path);
        var store = services.GetRequiredService<ISeriesStore>();
        foreach (var batch in Enumerable.Range(0, figures.Series * steps).Chunk(BatchReadings))
        {
            await store.AppendAsync([.. batch.Select(figures.InTurn)], CancellationToken.None);
        }

        Console.WriteLine("filled");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System); // Until it is killed.
    }

    private static Process Start(string[] args)
    {
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(StoreChild).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. program, .. args]) { RedirectStandardOutput = true })!;
    }

    private static Dictionary<string, string?> Read(string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
