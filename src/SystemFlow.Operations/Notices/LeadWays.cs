using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Notices;

/// <summary>What a lead is told, before it is known by which way.</summary>
/// <param name="Id">Names it for good; the way is added to it.</param>
/// <param name="Episode">The alert's episode; null where no alert is behind it.</param>
internal sealed record LeadNotice(string Id, string? Episode, Severity Severity, string Subject, string Text);

/// <summary>By which ways a lead is told, and when: at once on screen, later what quiet hours hold back.</summary>
internal static class LeadWays
{
    /// <summary>One message for each way in which a lead can be reached.</summary>
    public static ImmutableArray<OutboxMessage> Of(LeadNotice notice, Lead lead, DateTimeOffset now)
    {
        var isHeldBack = RotaRules.IsHeldBack(lead, notice.Severity, now);
        var laterAt = isHeldBack ? RotaRules.QuietEndsAt(lead, now) ?? now : now;
        var ways = ImmutableArray.CreateBuilder<OutboxMessage>();
        Add(Channel.Screen, "", now, isDigested: false);
        var mailAt = isHeldBack || notice.Severity is Severity.Critical ? laterAt : now + NoticeRules.MailsGather;
        if (lead.Email is { } email) Add(Channel.Email, email, mailAt, isHeldBack);
        if (lead.Webhook is { } hook) Add(Channel.Webhook, hook.AbsoluteUri, laterAt, isHeldBack);
        return ways.ToImmutable();

        void Add(Channel channel, string address, DateTimeOffset dueAt, bool isDigested) => ways.Add(
            new OutboxMessage(
                $"{notice.Id}/{lead.Code}/{NoticeText.Of(channel)}", notice.Episode, lead.Code, channel, address, notice.Severity,
                notice.Subject, notice.Text, dueAt)
            {
                IsDigested = isDigested,
                MadeAt = now,
            });
    }
}
