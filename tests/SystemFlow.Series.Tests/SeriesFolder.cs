using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Tests;

/// <summary>A folder of its own for one test's series file.</summary>
internal sealed class SeriesFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("series-");

    /// <summary>In a directory that is not there yet.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "data", "series.db");

    public SqliteSeriesStore Open(int queueCapacity = 100_000, int logReadings = 100_000) => SqliteSeriesStore.Open(
        new SeriesOptions { Path = Path, QueueCapacity = queueCapacity, LogReadings = logReadings }, NullLogger<SqliteSeriesStore>.Instance);

    /// <summary>A connection beside the store's, as another program would have.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Keeps the store from writing until the answer is disposed of.</summary>
    public IDisposable HoldTheDisk()
    {
        var connection = Connect();
        connection.BeginTransaction(deferred: false); // Ends with the connection.
        return connection;
    }

    /// <summary>Changes the file as no program of ours would.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Write(byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllBytes(Path, bytes);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
