using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>What goes out at once: one message, or several that share a mail.</summary>
/// <param name="Messages">At least one; all by one way to one address.</param>
internal sealed record Parcel(ImmutableArray<OutboxMessage> Messages)
{
    /// <summary>The most messages in one mail.</summary>
    private const int MostInOne = 20;

    /// <summary>The message, or the first of several.</summary>
    public OutboxMessage First => Messages[0];

    /// <summary>
    /// Puts what is due together. Mails to one lead share one, unless they are critical: in a surge, or after a break, a full
    /// inbox would hide what matters. Webhooks never do, for a program wants each by its key.
    /// </summary>
    public static IEnumerable<Parcel> Of(IEnumerable<OutboxMessage> due) =>
        due.GroupBy(message => message is { Channel: Channel.Email, Severity: < Severity.Critical, Place: not null }
                ? (message.Lead, message.Address, Id: "", message.IsExercise)
                : (message.Lead, message.Address, message.Id, message.IsExercise))
            .SelectMany(group => group.Chunk(MostInOne))
            .Select(messages => new Parcel([.. messages]));
}

/// <summary>What came of an attempt to send.</summary>
/// <param name="Status">Sent; Waiting for another attempt; or Failed for good.</param>
/// <param name="Words">For the page: the answer's status or the error, never an address or a secret.</param>
/// <param name="RetryAfter">How long the receiver asked us to wait; null where it did not say.</param>
internal readonly record struct SendOutcome(DeliveryStatus Status, string Words, TimeSpan? RetryAfter = null)
{
    public static SendOutcome Sent(string words) => new(DeliveryStatus.Sent, words);

    public static SendOutcome Retry(string words, TimeSpan? after = null) => new(DeliveryStatus.Waiting, words, after);

    public static SendOutcome Failed(string words) => new(DeliveryStatus.Failed, words);
}
