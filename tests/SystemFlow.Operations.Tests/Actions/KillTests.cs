using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;
using EventLog = SystemFlow.Operations.Events.EventLog;

namespace SystemFlow.Operations.Tests.Actions;

public sealed class KillOnFilesTests() : KillTests(new FileStore(), kills: 10);

public sealed class KillOnPostgresTests(Postgres server) : KillTests(new ServerStore(server), kills: 5);

public abstract class KillTests(TestStore store, int kills) : StoreTests(store)
{
    private const int MostBeforeAKill = 40;

    [Fact]
    public async Task Give_KilledManyTimes_LosesNoAcknowledgedAction_AndKeepsNoneWithoutItsMessageAndItsLine()
    {
        var random = new Random(1);
        var acknowledged = new List<int>();
        for (var kill = 0; kill < kills; kill++) acknowledged.AddRange(await GiveUntilKilledAsync(random.Next(1, MostBeforeAKill)));

        var time = new ManualTime(A.Monday9am);
        var events = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), time);
        var numbers = new ActionLog(events, time).Current.Select(action => action.Number).ToList();
        var messages = await events.ReadAsync(null, null, int.MaxValue, Cancelled);
        var lines = await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion(), Operations.Journal.Journal.Most, Cancelled);

        Assert.True(acknowledged.Count >= kills);
        Assert.Empty(acknowledged.Except(numbers));
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal(numbers, messages.Select(told => ChaseNotices.ActionOf(told.Message)!.Value.Number).Order());
        Assert.Equal(numbers.Count, lines.Length);
    }

    private async Task<List<int>> GiveUntilKilledAsync(int actions)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { KilledGiver.Command, Store.PathOf("events"), Store.Connection },
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<int>();
        while (await child.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (!line.EndsWith(KilledGiver.EndOfNumber)) break;
            acknowledged.Add(int.Parse(line.TrimEnd(KilledGiver.EndOfNumber), CultureInfo.InvariantCulture));
            if (acknowledged.Count == actions) child.Kill(); // SIGKILL: it cannot tidy up.
        }

        await child.WaitForExitAsync(Cancelled);
        Assert.Equal(128 + 9, child.ExitCode);
        return acknowledged;
    }
}
