using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Benchmarks.Stores;
using SystemFlow.Series;
using SystemFlow.Testing;

namespace SystemFlow.Benchmarks;

/// <summary>
/// The embedded store, our store on InfluxDB, and InfluxDB without us, on the same bodies and questions in one run, beside what the disk and
/// bare SQLite do; and how soon a record of ten thousand places stands again after a kill.
/// </summary>
public static class StoreComparison
{
    private const int Places = 100, SeriesAtAPlace = 40, Steps = 250;
    private const int HistorySteps = 90 * 24 * 12;
    private const int RecoveredPlaces = 10_000, RecoveredSeriesAtAPlace = 20, RecoveredSteps = 2;

    /// <summary>Runs everything. Some three minutes, and 500 MB under the temporary directory.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("store-comparison-");
        try
        {
            await output.WriteLineAsync($"stores: {Places * SeriesAtAPlace:N0} series, {Environment.ProcessorCount} cores, load {Load()}");
            var live = new HospitalFigures(Places, SeriesAtAPlace, Steps + 1);
            var history = new HospitalFigures(places: 4, seriesAtAPlace: 5, HistorySteps);
            await Floors.RunAsync(output, folder.FullName, live);
            var measured = new List<(string Name, IReadOnlyList<Measure> Measures)>();
            await MeasureAsync(new OurStore("embedded", Path.Combine(folder.FullName, "embedded"), influx: null));
            if (InfluxServer.Missing is { } why)
            {
                await output.WriteLineAsync($"without InfluxDB: {why}");
            }
            else
            {
                await using (var influx = await InfluxHost.StartAsync()) await MeasureAsync(new OurStore("our InfluxDB", Path.Combine(folder.FullName, "influx"), influx));
                await using (var influx = await InfluxHost.StartAsync()) await MeasureAsync(new BareInflux(influx));
            }

            await PrintAsync(output, measured);
            await RecoverAsync(output, Path.Combine(folder.FullName, "recovered", "series.db"));
            await output.WriteLineAsync($"load in the end {Load()}");

            async Task MeasureAsync(Contender contender)
            {
                await using (contender)
                {
                    var began = Stopwatch.GetTimestamp();
                    measured.Add((contender.Name, await new Measuring(contender, live, history).RunAsync()));
                    await output.WriteLineAsync(Invariant($"{contender.Name}: measured in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PrintAsync(TextWriter output, List<(string Name, IReadOnlyList<Measure> Measures)> measured)
    {
        var bare = measured[^1];
        await output.WriteLineAsync($"{"",-72}{string.Concat(measured.Select(one => Invariant($"{one.Name,16}")))}{(measured.Count > 1 ? "   against bare InfluxDB" : "")}");
        for (var row = 0; row < bare.Measures.Count; row++)
        {
            var cells = string.Concat(measured.Select(one => Invariant($"{Number(one.Measures[row].Value),16}")));
            var ratios = string.Join(", ", measured.SkipLast(1).Select(one => $"{one.Name} {Ratio(one.Measures[row], bare.Measures[row])}"));
            await output.WriteLineAsync($"{$"{bare.Measures[row].What}, {bare.Measures[row].Unit}",-72}{cells}   {ratios}");
        }

        var nothing = await StoreChild.ResidentAsync(new Dictionary<string, string?>());
        await output.WriteLineAsync(Invariant($"floor, resident memory of a .NET process that has nothing open: {nothing / 1e6:0.0} MB (in both of ours)"));
    }

    private static async Task RecoverAsync(TextWriter output, string path)
    {
        await StoreChild.FillAndKillAsync(path, RecoveredPlaces, RecoveredSeriesAtAPlace, RecoveredSteps);
        var places = new HospitalFigures(RecoveredPlaces, 1, 1).Places;
        var began = Stopwatch.GetTimestamp();
        await using var services = StoreUnderTest.Open(path);
        var store = services.GetRequiredService<ISeriesStore>();
        var opened = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var series = 0;
        foreach (var place in places) series += await store.LatestAsync(place, CancellationToken.None).CountAsync();
        await output.WriteLineAsync(Invariant(
            $"recovery after a kill, {RecoveredPlaces:N0} places, {series:N0} series, {series * RecoveredSteps:N0} readings in the log: opened in {opened:0.00} s, the latest of every place known after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s"));
    }

    // How many times as good: twice as fast, or half as much.
    private static string Ratio(Measure one, Measure other) =>
        Invariant($"x{(one.MoreIsBetter ? one.Value / other.Value : other.Value / one.Value):0.0}");

    private static string Number(double value) => value >= 100 ? Invariant($"{value:N0}") : Invariant($"{value:0.00}");

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
