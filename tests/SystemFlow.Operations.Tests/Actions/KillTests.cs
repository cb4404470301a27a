using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Testing;
using EventLog = SystemFlow.Operations.Events.EventLog;

namespace SystemFlow.Operations.Tests.Actions;

public sealed class KillTests : IDisposable
{
    private const int Kills = 10;
    private const int MostBeforeAKill = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-killed-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "events.db");

    [Fact]
    public async Task Give_KilledTenTimes_LosesNoAcknowledgedAction_AndKeepsNoneWithoutItsMessageAndItsLine()
    {
        var random = new Random(1);
        var acknowledged = new List<int>();
        for (var kill = 0; kill < Kills; kill++) acknowledged.AddRange(await GiveUntilKilledAsync(random.Next(1, MostBeforeAKill)));

        var time = new ManualTime(A.Monday9am);
        var events = new EventLog(Options.Create(new EventLogOptions { Path = FilePath }), time);
        var numbers = new ActionLog(events, time).Current.Select(action => action.Number).ToList();
        var messages = await events.ReadAsync(null, null, int.MaxValue, Cancelled);
        var lines = await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion(), Operations.Journal.Journal.Most, Cancelled);

        Assert.True(acknowledged.Count >= Kills);
        Assert.Empty(acknowledged.Except(numbers));
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal(numbers, messages.Select(told => ChaseNotices.ActionOf(told.Message)!.Value.Number).Order());
        Assert.Equal(numbers.Count, lines.Length);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<List<int>> GiveUntilKilledAsync(int actions)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { KilledGiver.Command, FilePath },
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
