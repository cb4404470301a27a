using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>
/// Appends until it is killed, as a system of feeds does: some send single readings, one sends hundreds at once, one amends what it said.
/// Prints each sender and number once the batch is acknowledged.
/// </summary>
internal static class MixedAppender
{
    public const string Command = "append-mixed-until-killed";

    /// <summary>A line without it was cut off by the kill.</summary>
    public const char EndOfLine = '.';

    /// <summary>Sends each batch twice, the second time with other values: an odd number amends the one before it.</summary>
    public const int Amender = 5;

    /// <summary>How many readings a batch of each sender has.</summary>
    public static readonly int[] Sizes = [1, 1, 1, 1, 300, 40];

    private const int LogReadings = 3_000; // Folded often: a kill finds it in the middle of that too.

    /// <summary>Each run has numbers of its own.</summary>
    public const int NumbersInARun = 10_000;

    public static async Task RunAsync(string path, int run, TextWriter output)
    {
        var options = new SeriesOptions { Path = path, LogReadings = LogReadings };
        await using var store = SqliteSeriesStore.Open(options, NullLogger<SqliteSeriesStore>.Instance);
        var acknowledged = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, Sizes.Length).Select(async sender =>
        {
            for (var number = run * NumbersInARun; number < (run + 1) * NumbersInARun; number++)
            {
                await store.AppendAsync([.. Batch(sender, number)], CancellationToken.None);
                await acknowledged.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sender} {number}{EndOfLine}"));
                await acknowledged.FlushAsync();
            }
        }));
    }

    public static MetricKey SeriesOf(int sender) => new(A.BedsOccupied, $"s{sender}");

    /// <summary>The number whose moments a batch is about.</summary>
    public static int MomentsOf(int sender, int number) => sender == Amender ? number - number % 2 : number;

    /// <summary>Where the moments of a number begin; they lie a millisecond apart.</summary>
    public static DateTimeOffset Start(int number) => A.Monday9am.AddSeconds(number);

    private static IEnumerable<Reading> Batch(int sender, int number) => Enumerable.Range(0, Sizes[sender]).Select(i => A.Reading with
    {
        Metric = SeriesOf(sender),
        Value = number,
        PeriodEnd = Start(MomentsOf(sender, number)).AddMilliseconds(i),
        SubmittedAt = Start(number).AddMilliseconds(i + 500),
    });
}
