using System.Diagnostics;
using System.Globalization;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

public sealed class KillTests : IDisposable
{
    private readonly SeriesFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Append_ThenKilled_LosesNothingAcknowledged_AndKeepsNoBatchInPart(int seed)
    {
        var acknowledged = await AppendUntilKilledAsync(new Random(seed).Next(1, 3_000));

        await using var store = _folder.Open();
        var kept = await store.ReadAsync(
                A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled)
            .ToListAsync(Cancelled);

        var batches = kept.CountBy(reading => (int)reading.Value!).ToDictionary();
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(batches.Keys));
        Assert.All(batches.Values, count => Assert.Equal(KilledAppender.ReadingsInABatch, count));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Kills it in the middle of its work, once it has acknowledged so many; it may print a few more.</summary>
    private async Task<List<int>> AppendUntilKilledAsync(int batches)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { KilledAppender.Command, _folder.Path },
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
