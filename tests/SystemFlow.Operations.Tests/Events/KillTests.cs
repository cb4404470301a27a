using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;
using EventLog = SystemFlow.Operations.Events.EventLog;

namespace SystemFlow.Operations.Tests.Events;

public sealed class KillOnFilesTests() : KillTests(new FileStore(), kills: 20);

public sealed class KillOnPostgresTests(Postgres server) : KillTests(new ServerStore(server), kills: 8);

public abstract class KillTests(TestStore store, int kills) : StoreTests(store)
{
    private const int MostBeforeAKill = 40;

    [Fact]
    public async Task Record_KilledManyTimes_LosesNoAcknowledgedChange_AndKeepsNoneInPart()
    {
        var random = new Random(1);
        var acknowledged = new List<int>();
        for (var kill = 0; kill < kills; kill++)
        {
            acknowledged.AddRange(await RecordUntilKilledAsync(kill * 1_000, random.Next(1, MostBeforeAKill)));
        }

        var log = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), new ManualTime(A.Monday9am));
        var messages = await log.ReadAsync(null, null, int.MaxValue, Cancelled);

        var episodes = log.Current.Select(state => state.Episode).ToHashSet();
        var sent = messages.CountBy(delivery => delivery.Message.Episode!).ToDictionary();
        Assert.True(acknowledged.Count >= kills);
        Assert.Empty(acknowledged.Select(number => string.Create(CultureInfo.InvariantCulture, $"e{number}")).Except(episodes));
        Assert.Equal(episodes, sent.Keys.ToHashSet());
        Assert.All(sent.Values, count => Assert.Equal(2, count));
        foreach (var episode in episodes) Assert.Single(await log.HistoryAsync(episode, Cancelled));
    }

    private async Task<List<int>> RecordUntilKilledAsync(int first, int changes)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { KilledRecorder.Command, Store.PathOf("events"), Store.Connection, first.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<int>();
        while (await child.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (!line.EndsWith(KilledRecorder.EndOfNumber)) break;
            acknowledged.Add(int.Parse(line.TrimEnd(KilledRecorder.EndOfNumber), CultureInfo.InvariantCulture));
            if (acknowledged.Count == changes) child.Kill(); // SIGKILL: it cannot tidy up.
        }

        await child.WaitForExitAsync(Cancelled);
        Assert.Equal(128 + 9, child.ExitCode);
        return acknowledged;
    }
}
