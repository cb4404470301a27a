using System.Globalization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Actions;

/// <summary>An action as it is given: with a mail to its owner and a line of the journal.</summary>
internal static class SampleChange
{
    public static ActionChange Given(int number, string what, DateTimeOffset now)
    {
        var order = new ActionOrder(what, A.Lister, "site-lead-lister", now.AddHours(2));
        var mail = new OutboxMessage(
            string.Create(CultureInfo.InvariantCulture, $"action/{number}/1/given/lead/email"), null, "lead", Channel.Email, "lead@example.org",
            Severity.Warning, what, what, now);
        return new ActionChange(
            ActionRules.Give(number, order, "Chair", "To Lister.", now), [mail],
            new JournalEntry(now, "Chair", JournalKind.Action, $"/actions/{number}", what, "Given.", A.Lister));
    }
}
