using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace SystemFlow.Benchmarks;

/// <summary>
/// Many system views open at once, as browsers have them open, while simulated life goes on and the pages and this
/// benchmark share the machine's cores: how long until a reading is in all of them, and what a page costs the server.
/// Beside the same reading with one page open, which is the floor.
/// </summary>
public static class OpenPages
{
    private const string Key = "benchmark-key-of-good-length";
    private const int Pages = 500;
    private const int AtOnce = 8;
    private const int Readings = 40;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(750);

    /// <summary>One line for one page, one for all of them. About three minutes.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        using var program = await ProgramUnderTest.StartAsync(Key, arguments: ["--Simulator:Enabled=true"]);
        using var http = new HttpClient { BaseAddress = program.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", Key);
        await output.WriteLineAsync($"Open pages: {Environment.ProcessorCount} cores, {Pages} system views, {Readings} readings {Apart.TotalMilliseconds:0} ms apart");
        var first = await FirstContentAsync(http);

        List<LivePageClient> pages = [await LivePageClient.OpenAsync(program.Address, "")];
        var alone = await MeasureAsync(http, pages);
        var before = program.ResidentBytes;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Pages - 1), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) =>
            {
                var page = await LivePageClient.OpenAsync(program.Address, "");
                lock (pages) pages.Add(page);
            });
        var together = await MeasureAsync(http, pages);
        var kilobytes = (program.ResidentBytes - before) / 1024.0 / (Pages - 1);
        foreach (var page in pages) await page.DisposeAsync();

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  first content of the system view: p50 {At(first, 0.5):0} ms, worst {first[^1]:0} ms (target 1,000 ms)"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  reading in one page: p50 {At(alone, 0.5):0.0} ms, p99 {At(alone, 0.99):0.0} ms; in each of {Pages}: p50 {At(together, 0.5):0} ms, p99 {At(together, 0.99):0} ms (target p99 500 ms)"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {kilobytes:0} KB of the server's resident memory for each page, garbage not yet collected included (target 300 KB)"));
    }

    private static async Task<double[]> FirstContentAsync(HttpClient http)
    {
        const int Loads = 20;
        await http.GetStringAsync("/");
        var times = new double[Loads];
        for (var i = 0; i < Loads; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await http.GetStringAsync("/");
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    // Each reading has a number that stands nowhere else on the page, so that the batch that paints it is known by it.
    private static async Task<double[]> MeasureAsync(HttpClient http, List<LivePageClient> pages)
    {
        var delays = new List<double>();
        using var turns = new PeriodicTimer(Apart);
        for (var i = 0; i < Readings && await turns.WaitForNextTickAsync(); i++)
        {
            var value = 1001 + i;
            var text = Encoding.UTF8.GetBytes(value.ToString("N0", CultureInfo.InvariantCulture));
            var waits = pages.Select(page => page.PaintedAsync(text)).ToList();
            var sent = Stopwatch.GetTimestamp();
            object[] body = [new { place = "RQWG0", metric = "beds.ga.open", value, periodEnd = TimeProvider.System.GetUtcNow() }];
            using var response = await http.PostAsJsonAsync("/api/v1/observations", body);
            response.EnsureSuccessStatusCode();
            foreach (var painted in await Task.WhenAll(waits)) delays.Add(Stopwatch.GetElapsedTime(sent, painted).TotalMilliseconds);
        }

        delays.Sort();
        return [.. delays];
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
