using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks;

/// <summary>What the series store does in a second and on how many bytes, beside what the disk and bare SQLite do.</summary>
public static class SeriesIntake
{
    private const int Places = 100;
    private const int MetricsAtAPlace = 40;
    private const int AllSeries = Places * MetricsAtAPlace;
    private const int Rounds = 21; // Of each query; the median counts.

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly int IntervalsIn90Days = (int)(TimeSpan.FromDays(90) / Interval);

    private static readonly PlaceCode[] PlaceCodes =
        [.. Enumerable.Range(0, Places).Select(i => PlaceCode.Parse($"bench-{i:000}"))];

    private static readonly MetricKey[] MetricKeys =
        [.. Enumerable.Range(0, MetricsAtAPlace).Select(i => (MetricKey)MetricCode.Parse($"bench.metric-{i:00}"))];

    /// <summary>Runs everything, one line each. About half a minute; some 300 MB under the temporary directory.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("series-intake-");
        try
        {
            await output.WriteLineAsync($"series store: {AllSeries:N0} series, {Environment.ProcessorCount} cores");
            Floors(output, folder.FullName);
            await IntakeAsync(output, folder.FullName, callers: 32, batch: 1, readings: 200_000);
            await IntakeAsync(output, folder.FullName, callers: 4, batch: 100, readings: 400_000);
            await IntakeAsync(output, folder.FullName, callers: 4, batch: 5_000, readings: 2_000_000);
            await QueriesAsync(output, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Floors(TextWriter output, string folder)
    {
        foreach (var (batch, batches) in new[] { (1, 5_000), (100, 2_000), (5_000, 200) })
        {
            var rate = batch * batches / Seconds(() => WriteAndFlush(Path.Combine(folder, "plain"), batch, batches));
            output.WriteLine($"floor, plain file, write and fsync for each {batch:N0}: {rate:N0} readings/s");
        }

        const int Batch = 5_000, Batches = 200;
        var insert = Batch * Batches / Seconds(() => InsertBare(Path.Combine(folder, "bare.db"), Batch, Batches));
        output.WriteLine($"floor, bare SQLite, one caller, a commit for each {Batch:N0}: {insert:N0} readings/s");
    }

    private static void WriteAndFlush(string path, int batch, int batches)
    {
        const int BytesOfAReading = 25;
        var bytes = new byte[batch * BytesOfAReading];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < batches; i++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    private static void InsertBare(string path, int batch, int batches)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
            PRAGMA wal_autocheckpoint = 16384;
            CREATE TABLE reading (series INTEGER, period_end INTEGER, value REAL, PRIMARY KEY (series, period_end))
            WITHOUT ROWID;
            """;
        create.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO reading VALUES ($series, $end, $value)";
        var series = insert.Parameters.Add("$series", SqliteType.Integer);
        var end = insert.Parameters.Add("$end", SqliteType.Integer);
        var value = insert.Parameters.Add("$value", SqliteType.Real);
        for (var first = 0; first < batch * batches; first += batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = first; i < first + batch; i++)
            {
                var reading = At(i);
                (series.Value, end.Value, value.Value) = (i % AllSeries, reading.PeriodEnd.UtcTicks, reading.Value);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static async Task IntakeAsync(TextWriter output, string folder, int callers, int batch, int readings)
    {
        var path = Path.Combine(folder, $"intake-{batch}.db");
        var waits = new double[readings / batch];
        double rate;
        await using (var provider = StoreUnderTest.Open(path))
        {
            var store = provider.GetRequiredService<ISeriesStore>();
            var batches = Enumerable.Range(0, waits.Length).Select(n => Batch(n * batch, batch)).ToArray();
            var next = -1;
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                for (var n = Interlocked.Increment(ref next); n < batches.Length; n = Interlocked.Increment(ref next))
                {
                    var asked = Stopwatch.GetTimestamp();
                    await store.AppendAsync(batches[n], CancellationToken.None);
                    waits[n] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                }
            })));
            rate = readings / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(waits);
        await output.WriteLineAsync(
            $"intake, {callers} callers, batches of {batch:N0}: {rate:N0} readings/s; "
            + Invariant($"answered in {waits[waits.Length / 2]:0.00} ms (median), {waits[waits.Length * 99 / 100]:0.00} ms (p99); ")
            + Invariant($"{new FileInfo(path).Length / (double)readings:0.0} bytes per reading"));
    }

    private static async Task QueriesAsync(TextWriter output, string folder)
    {
        const int Charted = 20, Points = 300;
        var path = Path.Combine(folder, "queries.db");
        await using (var filling = StoreUnderTest.Open(path)) await FillAsync(filling.GetRequiredService<ISeriesStore>(), Charted);
        await output.WriteLineAsync(Invariant(
            $"history, one series after another: {new FileInfo(path).Length / (double)(Charted * IntervalsIn90Days):0.0} bytes per reading"));

        await using var provider = StoreUnderTest.Open(path);
        var store = provider.GetRequiredService<ISeriesStore>();
        await store.AppendAsync(Batch(AllSeries * IntervalsIn90Days, AllSeries), CancellationToken.None);
        var idle = await StoreUnderTest.MedianAsync(Rounds, async round =>
            await store.AppendAsync(Batch(AllSeries * (IntervalsIn90Days + 1) + round, 1), CancellationToken.None));
        await output.WriteLineAsync(Invariant($"one reading, idle store: {idle:0.00} ms"));

        var latest = await StoreUnderTest.MedianAsync(Rounds, async _ =>
        {
            foreach (var place in PlaceCodes) await store.LatestAsync(place, CancellationToken.None).CountAsync();
        });
        await output.WriteLineAsync(Invariant($"latest of {AllSeries:N0} series at {Places} places: {latest:0.0} ms"));
        foreach (var count in new[] { 1, Charted })
        {
            var thin = await StoreUnderTest.MedianAsync(Rounds, async _ =>
            {
                for (var i = 0; i < count; i++)
                {
                    await store.ThinAsync(
                        At(i).Place, At(i).Metric, Start, Start.AddDays(90), Points, CancellationToken.None);
                }
            });
            await output.WriteLineAsync(Invariant(
                $"90 days of 5-minute values thinned to {Points} points, {count} series: {thin:0.0} ms"));
        }
    }

    private static async Task FillAsync(ISeriesStore store, int series)
    {
        for (var i = 0; i < series; i++)
        {
            Reading[] history = [.. Enumerable.Range(0, IntervalsIn90Days).Select(n => At(i + n * AllSeries))];
            await store.AppendAsync(history, CancellationToken.None);
        }
    }

    private static Reading[] Batch(int first, int count) => [.. Enumerable.Range(first, count).Select(At)];

    /// <summary>The nth reading of a live feed: every series speaks once, then every series again 5 minutes later.</summary>
    private static Reading At(int n)
    {
        var series = n % AllSeries;
        var end = Start + n / AllSeries * Interval;
        return new Reading(
            PlaceCodes[series / MetricsAtAPlace], MetricKeys[series % MetricsAtAPlace], Value: n * 7919L % 1000, end, "bench")
        {
            SubmittedAt = end.AddSeconds(20),
        };
    }

    private static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
