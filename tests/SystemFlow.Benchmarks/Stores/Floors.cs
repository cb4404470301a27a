using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>What the disk and bare SQLite do with the same: no store that answers once it is on disk can be faster than the first.</summary>
internal static class Floors
{
    private const int BytesOfAReading = 25;

    public static async Task RunAsync(TextWriter output, string folder, HospitalFigures figures)
    {
        foreach (var (batch, batches) in new[] { (1, 2_000), (100, 1_000), (5_000, 100) })
        {
            var rate = batch * batches / Seconds(() => WriteAndFlush(Path.Combine(folder, "plain"), batch, batches));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"floor, plain file, one caller, write and fsync for each {batch:N0}: {rate:N0} readings/s"));
        }

        const int Batch = 5_000, Batches = 80;
        Reading[] readings = [.. Enumerable.Range(0, Batch * Batches).Select(figures.InTurn)];
        var insert = readings.Length / Seconds(() => InsertBare(Path.Combine(folder, "bare.db"), readings, Batch, figures.Series));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"floor, bare SQLite, one caller, a commit for each {Batch:N0}: {insert:N0} readings/s"));
    }

    private static void WriteAndFlush(string path, int batch, int batches)
    {
        var bytes = new byte[batch * BytesOfAReading];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < batches; i++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    private static void InsertBare(string path, Reading[] readings, int batch, int allSeries)
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
        for (var first = 0; first < readings.Length; first += batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = first; i < first + batch; i++)
            {
                (series.Value, end.Value, value.Value) = (i % allSeries, readings[i].PeriodEnd.UtcTicks, readings[i].Value);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
