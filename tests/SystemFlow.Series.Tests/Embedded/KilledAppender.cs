using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>Appends numbered batches from several senders, and prints each number once it is acknowledged.</summary>
internal static class KilledAppender
{
    public const string Command = "append-until-killed";

    public const int ReadingsInABatch = 20;

    /// <summary>A number without it was cut off by the kill, and may look like another.</summary>
    public const char EndOfNumber = '.';

    private const int Senders = 8;
    private const int Enough = 200_000; // Batches: it ends by itself if nobody kills it.

    public static async Task RunAsync(string path, TextWriter output)
    {
        var options = new SeriesOptions { Path = path };
        await using var store = SqliteSeriesStore.Open(options, NullLogger<SqliteSeriesStore>.Instance);
        var acknowledged = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (var number = sender; number < Enough; number += Senders)
            {
                await store.AppendAsync([.. Batch(number)], CancellationToken.None);
                await acknowledged.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number}{EndOfNumber}"));
                await acknowledged.FlushAsync();
            }
        }));
    }

    public static IEnumerable<Reading> Batch(int number) => Enumerable.Range(0, ReadingsInABatch).Select(i => A.Reading with
    {
        Value = number,
        PeriodEnd = A.Monday9am.AddSeconds(number * ReadingsInABatch + i),
        SubmittedAt = A.Monday9am.AddSeconds(number),
    });
}
