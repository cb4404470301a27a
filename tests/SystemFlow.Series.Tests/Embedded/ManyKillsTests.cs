using System.Diagnostics;
using System.Globalization;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>Fifty kills of one store during intake, each on what the one before left: damage would add up.</summary>
public sealed class ManyKillsTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const int MostAcknowledged = 200; // Before a kill; the process may print a few more.

    private readonly SeriesFolder _folder = new();
    private readonly HashSet<(int Sender, int Number)> _acknowledged = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_KilledFiftyTimes_LosesNothingAcknowledged_AndKeepsNoBatchInPart()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);

        for (var run = 0; run < Kills; run++)
        {
            await AppendUntilKilledAsync(run, random);
            await CheckAsync($"after kill {run + 1} of seed {seed}", MixedAppender.Start(run * MixedAppender.NumbersInARun));
        }

        await CheckAsync($"in the end, of seed {seed}", DateTimeOffset.MinValue);
        output.WriteLine($"{_acknowledged.Count} batches were acknowledged before {Kills} kills, and all are there");
    }

    public void Dispose() => _folder.Dispose();

    private async Task AppendUntilKilledAsync(int run, Random random)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { MixedAppender.Command, _folder.Path, $"{run}" },
            RedirectStandardOutput = true,
        })!;
        var left = random.Next(1, MostAcknowledged);
        while (await child.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (!line.EndsWith(MixedAppender.EndOfLine)) break;
            var numbers = line.TrimEnd(MixedAppender.EndOfLine).Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            _acknowledged.Add((numbers[0], numbers[1]));
            if (--left != 0) continue;
            Thread.SpinWait(random.Next(1, 20_000)); // Anywhere in what the writer does next.
            child.Kill(); // SIGKILL: it cannot tidy up.
        }

        await child.WaitForExitAsync(Cancelled);
        Assert.Equal(128 + 9, child.ExitCode);
    }

    private async Task CheckAsync(string when, DateTimeOffset from)
    {
        await using var store = _folder.Open();
        for (var sender = 0; sender < MixedAppender.Sizes.Length; sender++)
        {
            var kept = await store.ReadAsync(A.Lister, MixedAppender.SeriesOf(sender), from, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled);
            var replaced = await store.AmendmentsAsync(A.Lister, MixedAppender.SeriesOf(sender), from, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled);
            var counts = kept.Concat(replaced.Select(amendment => amendment.Replaced)).CountBy(reading => (int)reading.Value!).ToDictionary();
            var lost = _acknowledged.Where(batch => batch.Sender == sender && MixedAppender.Start(batch.Number) >= from && !counts.ContainsKey(batch.Number));
            Assert.True(!lost.Any(), $"{when}: sender {sender} has lost {string.Join(", ", lost.Select(batch => batch.Number).Order().Take(10))}");
            var torn = counts.Where(batch => batch.Value != MixedAppender.Sizes[sender]);
            Assert.True(!torn.Any(), $"{when}: of sender {sender} batches are torn: {string.Join(", ", torn.Take(10))}");
            if (sender == MixedAppender.Amender) AssertLastWordCounts(when, kept);
        }
    }

    private void AssertLastWordCounts(string when, List<Reading> kept)
    {
        foreach (var reading in kept)
        {
            var said = (int)reading.Value!;
            var isOvertaken = said % 2 == 0 && _acknowledged.Contains((MixedAppender.Amender, said + 1));
            Assert.False(isOvertaken, $"{when}: {said} counts, though its amendment was acknowledged");
            if (said % 2 == 1) Assert.Equal(said - 1, reading.AmendedFrom);
        }
    }
}
