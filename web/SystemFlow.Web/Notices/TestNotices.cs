using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>Tries out whether a lead can be reached.</summary>
public sealed class TestNotices(IOutbox outbox, IRuleBook rules, TimeProvider time)
{
    /// <summary>
    /// Sends a lead a test by each way that they have, and answers the messages: none where there is no such lead or no
    /// address. It leaves in a simulator's and a replay's run too, because a person asked for it; at most one a second.
    /// </summary>
    public async Task<ImmutableArray<OutboxMessage>> SendTestAsync(string lead, CancellationToken cancellationToken)
    {
        var found = rules.Current.Rota.Leads.FirstOrDefault(known => known.Code == lead);
        if (found is null) return [];
        ImmutableArray<OutboxMessage> messages = [.. MessagesTo(found, time.GetUtcNow())];
        if (!messages.IsEmpty) await outbox.AddAsync(messages, cancellationToken);
        return messages;
    }

    private static IEnumerable<OutboxMessage> MessagesTo(Lead lead, DateTimeOffset now)
    {
        if (lead.Email is { } email) yield return Message(Channel.Email, email);
        if (lead.Webhook is { } hook) yield return Message(Channel.Webhook, hook.AbsoluteUri);

        OutboxMessage Message(Channel channel, string address) => new(
            $"test/{lead.Code}/{now.ToUnixTimeSeconds()}/{NoticeText.Of(channel)}", null, lead.Code, channel, address, Severity.Notice,
            NoticeText.Subject($"Test: SystemFlow reaches {lead.Name}", isExercise: false),
            $"This is a test that somebody asked for. Nothing has happened, and there is nothing to do.\nSent {NoticeText.Moment(now)}, UK time.",
            now);
    }
}
