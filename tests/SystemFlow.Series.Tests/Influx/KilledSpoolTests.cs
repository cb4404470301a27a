using System.Diagnostics;
using System.Globalization;
using SystemFlow.Series.Tests.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>This program killed, while the spool holds what the server has not got.</summary>
public sealed class KilledSpoolTests(InfluxFixture fixture) : IClassFixture<InfluxFixture>, IDisposable
{
    private readonly InfluxFolder _folder = new(fixture.Server.Url, fixture.NewDatabase());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Append_ThenKilled_LosesNothingAcknowledged_AndKeepsNoBatchInPart(int seed)
    {
        fixture.Server.Kill();
        var acknowledged = await AppendUntilKilledAsync(new Random(seed).Next(1, 1_000));
        await fixture.Server.StartAsync(Cancelled);

        await using var store = _folder.Open();
        await store.StatisticsAsync(Cancelled);
        var kept = await store.ReadAsync(
            A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled);

        var batches = kept.CountBy(reading => (int)reading.Value!).ToDictionary();
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(batches.Keys));
        Assert.All(batches.Values, count => Assert.Equal(KilledAppender.ReadingsInABatch, count));
        Assert.Equal(0, store.Spool.Waiting);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<int>> AppendUntilKilledAsync(int batches)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { KilledSpooler.Command, fixture.Server.Url, _folder.Database, _folder.Path },
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<int>();
        while (await child.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (!line.EndsWith(KilledAppender.EndOfNumber)) break;
            acknowledged.Add(int.Parse(line.TrimEnd(KilledAppender.EndOfNumber), CultureInfo.InvariantCulture));
            if (acknowledged.Count == batches) child.Kill(); // SIGKILL: it cannot tidy up.
        }

        await child.WaitForExitAsync(Cancelled);
        Assert.Equal(128 + 9, child.ExitCode);
        return acknowledged;
    }
}
