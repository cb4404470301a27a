using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.People;

/// <summary>
/// Sends an invitation by mail, at once and not through the outbox: a link that lets somebody in is nowhere on disk. Only with the
/// address that whoever runs this server gave (<c>Notices:PublicUrl</c>): the one that a page was opened by can be anybody's.
/// </summary>
public sealed class InvitationMail(IServiceProvider services, IOptions<NoticeOptions> options, LinkRoot root)
{
    /// <summary>Whether it can be sent.</summary>
    public bool IsSet => options.Value.Smtp.Host is not null && root.Known is not null;

    /// <summary>Sends it, and answers what became of it in words; null where no mail server is set.</summary>
    public async Task<string?> SendAsync(InvitationDraft draft, string secret, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!IsSet) return null;
        var text = $"""
            {by} invites you to SystemFlow, the live view of urgent care.

            Open this link within {InvitationBook.Works.Days} days to choose a password and begin. It works once, and only for {draft.Email}:
            {root.Known}{JoinDesk.LinkOf(secret)}
            {(draft.Note.Length == 0 ? "" : $"\n{draft.Note}\n")}
            If you did not expect this, do nothing: nobody is let in without that link.
            """;
        var id = string.Create(CultureInfo.InvariantCulture, $"invitation/{now.ToUnixTimeMilliseconds()}");
        var message = new OutboxMessage(id, null, "invitation", Channel.Email, draft.Email, Severity.Notice, "You are invited to SystemFlow", text, now);
        var outcome = await services.GetRequiredService<MailWay>().SendAsync(new Parcel([message]), cancellationToken);
        return outcome.Status is DeliveryStatus.Sent
            ? $"It was sent to {draft.Email} at {UkTime.Clock(now)}. The link is here as well, in case the mail is lost."
            : $"The mail could not be sent. {outcome.Words} Pass the link on yourself.";
    }
}
