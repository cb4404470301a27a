using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>Sends by the way that a message goes; says what needs no sending.</summary>
internal sealed class NoticeSender(IEventLog events, ActionLog actions, MailWay mail, WebhookWay webhooks, IOptions<NoticeOptions> options)
{
    /// <summary>What becomes of messages without sending them. The others are not in it.</summary>
    public ImmutableArray<(OutboxMessage Message, DeliveryStatus Status, string Words)> SettledOf(IReadOnlyCollection<OutboxMessage> due)
    {
        if (due.Count == 0) return [];
        var (current, chased) = (events.Current, actions.Current);
        return
        [
            .. due.Select(message => (Message: message, Settled: Settling.Of(message, current, chased, options.Value.SendExercises)))
                .Where(one => one.Settled is not null)
                .Select(one => (one.Message, one.Settled!.Value.Status, one.Settled.Value.Words)),
        ];
    }

    /// <summary>Sends a parcel. Whatever goes wrong is an outcome, so that it is counted and the parcel is not lost.</summary>
    public async Task<SendOutcome> SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        try
        {
            return parcel.First.Channel is Channel.Email
                ? await mail.SendAsync(parcel, cancellationToken)
                : await webhooks.SendAsync(parcel.First, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Retry($"It could not be sent: {error.GetType().Name}.");
        }
    }
}
