using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Web.Notices;

/// <summary>Gathers what waited for a lead's quiet hours to end into one message by each way.</summary>
internal sealed class Digests(IOutbox outbox, IEventLog events, ActionLog actions, Footprint footprint)
{
    private const int MostTexts = 50;

    // What was told in the last moment of the quiet hours is on record by then, and is in it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Makes the digests that are due. Broken off half-way and done again, it makes the same ones.</summary>
    public async Task GatherAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await outbox.WaitingDigestAsync(now - Grace, cancellationToken);
        foreach (var group in waiting.GroupBy(message => (message.Lead, message.Channel, message.DueAt, message.IsExercise)))
        {
            var open = group.Where(message => Settling.IsUnanswered(message, events.Current, actions.Current)).ToImmutableArray();
            if (!open.IsEmpty) await outbox.AddAsync([DigestOf(Newest(open), now)], cancellationToken);
            foreach (var message in group)
            {
                var (status, words) = open.Contains(message)
                    ? (DeliveryStatus.Digested, "Sent with the others when the quiet hours ended.")
                    : (DeliveryStatus.Dropped, "Answered or over before the quiet hours ended.");
                await outbox.RecordAsync(new DeliveryAttempt(message.Id, now, status, words), cancellationToken);
            }
        }
    }

    // Of one action only the last word: reminded, due and overdue are one thing to do, not three.
    private static ImmutableArray<OutboxMessage> Newest(ImmutableArray<OutboxMessage> messages) =>
    [
        .. messages.Where((message, index) =>
            ChaseNotices.ActionOf(message) is not { } told || !messages.Skip(index + 1).Any(later => ChaseNotices.ActionOf(later)?.Number == told.Number)),
    ];

    private OutboxMessage DigestOf(ImmutableArray<OutboxMessage> messages, DateTimeOffset now)
    {
        var last = messages[^1];
        var places = messages.Select(message => message.Place).OfType<PlaceCode>().Distinct().Select(place => footprint.Find(place).ShortName);
        var about = messages.Count(message => ChaseNotices.ActionOf(message) is not null);
        var what = about == 0 ? "alert" : about == messages.Length ? "action" : "message";
        var count = messages.Length == 1 ? $"1 {what}" : $"{messages.Length} {what}s";
        var more = messages.Length > MostTexts ? $"\n\nAnd {messages.Length - MostTexts} more: they are on the page." : "";
        var end = last.DueAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var exercise = last.IsExercise ? "/exercise" : "";
        return new OutboxMessage(
            $"digest/{last.Lead}/{NoticeText.Of(last.Channel)}/{end}{exercise}", null, last.Lead, last.Channel, last.Address,
            messages.Max(message => message.Severity),
            NoticeText.Subject($"{count} from your quiet hours: {string.Join(", ", places)}", last.IsExercise),
            $"Unanswered since your quiet hours began: {count}.\n\n"
            + string.Join("\n\n--\n\n", messages.Take(MostTexts).Select(message => message.Text)) + more,
            now)
        {
            IsExercise = last.IsExercise,
        };
    }
}
