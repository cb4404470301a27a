using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Events;

/// <summary>Records alerts as another process, which a test kills. Each is acknowledged on a line once it is kept.</summary>
internal static class KilledRecorder
{
    public const string Command = "record-until-killed";
    public const char EndOfNumber = ';';
    private const int Most = 100_000; // So that one that nobody kills ends by itself.

    public static async Task RecordAsync(string path, string connection, int first)
    {
        using var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = connection }));
        var log = new EventLog(storage, Options.Create(new EventLogOptions { Path = path }), new ManualTime(A.Monday9am));
        for (var number = first; number < first + Most; number++)
        {
            await log.RecordAsync(ChangeOf(number), CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number}{EndOfNumber}"));
            await Console.Out.FlushAsync();
        }
    }

    /// <summary>A change with one line of history, and a message by each of two ways.</summary>
    private static AlertChange ChangeOf(int number)
    {
        var episode = string.Create(CultureInfo.InvariantCulture, $"e{number}");
        var state = AlertState.None(episode, A.Lister) with { Phase = AlertPhase.Firing, Since = A.Monday9am, Episode = episode, FiredAt = A.Monday9am };
        var mail = new OutboxMessage(
            $"{episode}/mail", episode, "lead", Channel.Email, "lead@example.org", Severity.Warning, "Beds", "97 %", A.Monday9am);
        return new AlertChange(
            state, [new AlertEvent(AlertEventKind.Fired, A.Monday9am, "97 %", 0)],
            [mail, mail with { Id = $"{episode}/hook", Channel = Channel.Webhook }]);
    }
}
