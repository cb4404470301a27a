using System.Diagnostics;
using SystemFlow.Testing;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>Debian's influxd, started for a run, and what it takes.</summary>
internal sealed class InfluxHost : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly string[] Parts = ["data", "wal"];
    private const int StillLooks = 4; // Its size has come to rest.
    private const int MostLooks = 25;

    public InfluxServer Server { get; } = new();

    /// <summary>What it has resident now, in bytes.</summary>
    public long Resident
    {
        get
        {
            using var process = Process.GetProcessById(Server.ProcessId);
            return process.WorkingSet64;
        }
    }

    public static async Task<InfluxHost> StartAsync()
    {
        // It packs what it has once nothing comes for a while, by default ten minutes and four hours: a benchmark is shorter.
        Environment.SetEnvironmentVariable("INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION", "2s");
        Environment.SetEnvironmentVariable("INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION", "2s");
        var host = new InfluxHost();
        await host.Server.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>What a database has on disk once it has come to rest.</summary>
    public async Task<long> BytesAsync(string database)
    {
        var (bytes, still) = (0L, 0);
        for (var look = 0; look < MostLooks && still < StillLooks; look++)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
            var now = BytesNow(database);
            still = now == bytes ? still + 1 : 0;
            bytes = now;
        }

        return bytes;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private long BytesNow(string database) => Parts
        .Select(part => new DirectoryInfo(Path.Combine(Server.Folder, part, database)))
        .Where(folder => folder.Exists)
        .Sum(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0));
}
