using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Series.Influx;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>A spool of its own for one test, before a database of its own.</summary>
internal sealed class InfluxFolder(string url, string database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("influx-spool-");

    public string Path => _folder.FullName;

    public string Database => database;

    /// <summary>To change before opening.</summary>
    public InfluxOptions Options { get; } = new() { Url = url, Database = database };

    public InfluxSeriesStore Open(ILogger? logger = null, TimeProvider? time = null)
    {
        Options.SpoolPath = System.IO.Path.Combine(Path, "spool");
        var series = new SeriesOptions { Kind = SeriesKind.Influx, Path = System.IO.Path.Combine(Path, "series.db"), Influx = Options };
        return InfluxSeriesStore.Open(series, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
