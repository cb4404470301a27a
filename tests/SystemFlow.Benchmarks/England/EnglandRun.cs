using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks.England;

/// <summary>
/// England on one node: the real program with 42 systems, 200 trusts and 1,200 sites made up, which starts on a day's record and is then sent what they
/// would send, at the rate of real life, at ten times that, and as fast as it goes. Senders, watcher and program share this machine.
/// </summary>
public static class EnglandRun
{
    private const string Key = "benchmark-key-of-good-length";
    private const int Watched = 150;
    private const int Senders = 8;
    private const int PlacesAtOnce = 100;

    private static readonly TimeSpan RealFor = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TenfoldFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FloodFor = TimeSpan.FromSeconds(30);

    /// <summary>A line for each part. About seven minutes.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var places = Path.GetTempFileName();
        try
        {
            var footprint = await EnglandPlaces.WriteAsync(places);
            var feed = EnglandFeed.Of(footprint, MetricDictionary.Standard);
            var reporting = feed.Select(message => message.Place).Distinct().Count();
            await SayAsync(output, $"England: {Environment.ProcessorCount} cores, load {LoadAverage()} at the start; {Counts(footprint)}; {feed.Length:N0} kinds of message, {EnglandFeed.Rate(feed):0.0} readings/s in real life");

            var readings = 0L;
            var filled = TimeSpan.Zero;
            var began = 0L;
            using var program = await ProgramUnderTest.StartAsync(
                Key,
                async folder =>
                {
                    (readings, filled) = await FillAsync(Path.Combine(folder, "series.db"), feed);
                    began = Stopwatch.GetTimestamp();
                },
                ["--Places:File", places]);
            var listens = Stopwatch.GetElapsedTime(began);
            await EveryPlaceAsync(program.Address, [.. feed.Select(message => $"{message.Place}").Distinct()]);
            var known = Stopwatch.GetElapsedTime(began);
            await SayAsync(output, $"  a day's record: {readings:N0} readings, {program.BytesOnDisk / (double)readings:0.0} bytes each with everything else in the folder; taken in {filled.TotalSeconds:0.0} s");
            await SayAsync(output, $"  start on it: listens after {listens.TotalSeconds:0.0} s, all {reporting:N0} places that report are known, and heard of through the hub, after {known.TotalSeconds:0.0} s; {Megabytes(program)} MB resident, {program.ProcessorTime.TotalSeconds:0.0} s of processor");

            var watched = Sample(feed);
            await using var watcher = await LiveWatcher.StartAsync(program.Address, watched, watched.Length);
            using var http = new HttpClient { BaseAddress = program.Address };
            http.DefaultRequestHeaders.Add("X-Api-Key", Key);
            var load = new EnglandLoad(http, watcher, feed, watched);
            await PhaseAsync(output, program, "at the rate of real life", () => load.PacedAsync(1, RealFor));
            await PhaseAsync(output, program, "at ten times that", () => load.PacedAsync(10, TenfoldFor));
            await PhaseAsync(output, program, $"as fast as {Senders} senders can", () => load.FloodAsync(Senders, FloodFor));
            await PagesAsync(output, program);
        }
        finally
        {
            File.Delete(places);
        }
    }

    // In parts: all figures of a country are some tens of megabytes, more than a hub's connection takes at once.
    private static async Task EveryPlaceAsync(Uri address, string[] places)
    {
        List<LiveWatcher> parts = [];
        foreach (var part in places.Chunk(PlacesAtOnce)) parts.Add(await LiveWatcher.StartAsync(address, part, part.Length));
        await Task.WhenAll(parts.Select(part => part.EveryPlaceAsync())).WaitAsync(TimeSpan.FromMinutes(5));
        foreach (var part in parts) await part.DisposeAsync();
    }

    private static async Task PhaseAsync(TextWriter output, ProgramUnderTest program, string name, Func<Task<LoadResult>> run)
    {
        var (processor, began) = (program.ProcessorTime, Stopwatch.GetTimestamp());
        var result = await run();
        var cores = (program.ProcessorTime - processor) / Stopwatch.GetElapsedTime(began);
        await SayAsync(output, $"  {name}: {result.Readings / result.Took.TotalSeconds:N1} readings/s in {result.Messages / result.Took.TotalSeconds:N1} messages/s taken, {result.Refused} refused; POST to live view p50 {result.At(0.5):0.0} ms, p99 {result.At(0.99):0.0} ms, most {result.At(1):0.0} ms of {result.Delays.Length}; {cores:0.00} cores, {Megabytes(program)} MB, load {LoadAverage()}");
    }

    private static async Task PagesAsync(TextWriter output, ProgramUnderTest program)
    {
        using var http = new HttpClient { BaseAddress = program.Address };
        foreach (var (name, path) in ((string, string)[])[("system view of everything", "/"), ("system view of one system", "/?board=board-m07"), ("one hospital", "/places/hosp-007")])
        {
            await PageAsync(output, http, name, path);
        }
    }

    private static async Task PageAsync(TextWriter output, HttpClient http, string name, string path)
    {
        var bytes = (await http.GetStringAsync(new Uri(path, UriKind.Relative))).Length;
        var time = await StoreUnderTest.MedianAsync(15, _ => http.GetStringAsync(new Uri(path, UriKind.Relative)), TimeSpan.FromSeconds(30));
        await SayAsync(output, $"  first content of the {name}: {time:0} ms, {bytes / 1024.0:N0} KB");
    }

    private static async Task<(long Readings, TimeSpan Took)> FillAsync(string path, ImmutableArray<Message> feed)
    {
        const int BatchSize = 20_000;
        await using var provider = StoreUnderTest.Open(path);
        var store = provider.GetRequiredService<ISeriesStore>();
        var now = TimeProvider.System.GetUtcNow();
        var (readings, began) = (0L, Stopwatch.GetTimestamp());
        foreach (var batch in feed.SelectMany(message => EnglandFeed.Day(message, now)).Chunk(BatchSize))
        {
            await store.AppendAsync(batch, CancellationToken.None);
            readings += batch.Length;
        }

        return (readings, Stopwatch.GetElapsedTime(began));
    }

    // Hospitals, whose figures come most often, of many trusts.
    private static string[] Sample(ImmutableArray<Message> feed)
    {
        var busy = feed.GroupBy(message => message.Place).OrderByDescending(place => EnglandFeed.Rate(place)).ThenBy(place => $"{place.Key}", StringComparer.Ordinal)
            .Select(place => $"{place.Key}").Where(code => code.StartsWith("hosp-", StringComparison.Ordinal)).ToList();
        return [.. busy.Where((_, index) => index % Math.Max(1, busy.Count / Watched) == 0)];
    }

    private static string Counts(Footprint footprint) => string.Join(", ", footprint.Places.GroupBy(place => place.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {kind.Key}"));

    private static string Megabytes(ProgramUnderTest program) => (program.ResidentBytes / (1024.0 * 1024)).ToString("N0", CultureInfo.InvariantCulture);

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static Task SayAsync(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
