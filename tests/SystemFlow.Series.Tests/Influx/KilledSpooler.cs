using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Series.Influx;
using SystemFlow.Series.Tests.Embedded;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>Appends numbered batches while there is no server, and prints each number once it is acknowledged.</summary>
internal static class KilledSpooler
{
    public const string Command = "spool-until-killed";

    private const int Enough = 100_000; // Batches: it ends by itself if nobody kills it.

    public static async Task RunAsync(string url, string database, string folder, TextWriter output)
    {
        var options = new SeriesOptions
        {
            Kind = SeriesKind.Influx,
            Path = Path.Combine(folder, "series.db"),
            Influx = new InfluxOptions { Url = url, Database = database, SpoolPath = Path.Combine(folder, "spool") },
        };
        await using var store = InfluxSeriesStore.Open(options, TimeProvider.System, NullLogger.Instance);
        for (var number = 0; number < Enough; number++)
        {
            await store.AppendAsync([.. KilledAppender.Batch(number)], CancellationToken.None);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number}{KilledAppender.EndOfNumber}"));
            await output.FlushAsync();
        }
    }
}
