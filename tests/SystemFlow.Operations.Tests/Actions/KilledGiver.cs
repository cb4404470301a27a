using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Actions;

/// <summary>Gives actions as another process, which a test kills. Each number is acknowledged on a line once it is kept.</summary>
internal static class KilledGiver
{
    public const string Command = "give-until-killed";
    public const char EndOfNumber = ';';
    private const int Most = 100_000; // So that one that nobody kills ends by itself.

    public static async Task GiveAsync(string path, string connection)
    {
        var time = new ManualTime(A.Monday9am);
        using var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = connection }));
        var log = new ActionLog(new EventLog(storage, Options.Create(new EventLogOptions { Path = path }), time), time);
        for (var given = 0; given < Most; given++)
        {
            var action = await log.GiveAsync(number => SampleChange.Given(number, "Open 6 escalation beds", A.Monday9am), CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{action.Number}{EndOfNumber}"));
            await Console.Out.FlushAsync();
        }
    }
}
