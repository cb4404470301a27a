using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Web.Notices;

/// <summary>Sends mail, one connection for each: plain text, and for a document its HTML and its PDF beside it.</summary>
internal sealed class MailWay(IOptions<NoticeOptions> options, AcknowledgeLinks links, IMailParts? documents = null)
{
    private const int PermanentFrom = 500;

    private readonly SmtpOptions _smtp = options.Value.Smtp;

    /// <summary>Sends a parcel as one mail.</summary>
    public async Task<SendOutcome> SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        if (_smtp.Host is null) return SendOutcome.Failed("No mail server is set. Set Notices:Smtp:Host.");
        var content = parcel.First.Edition is null || documents is null ? null : await documents.OfAsync(parcel.First, cancellationToken);
        if (content is null && parcel.First.Edition is not null) return SendOutcome.Failed("The document that it was to carry is not there.");
        if (content is { Document: null }) return SendOutcome.Retry(content.Wait);
        using var mail = MailOf(parcel, content?.Document);
        using var client = new SmtpClient(_smtp.Host, _smtp.Port) { EnableSsl = _smtp.Tls };
        if (_smtp.User is { } user) client.Credentials = new NetworkCredential(user, _smtp.Password);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(_smtp.Timeout);
        try
        {
            await client.SendMailAsync(mail, stop.Token);
            return SendOutcome.Sent("The mail server took it.");
        }
        catch (SmtpException error)
        {
            // 5xx: it will say the same again. Anything else may pass.
            var words = $"The mail server did not take it: {Reason(error)}";
            return (int)error.StatusCode >= PermanentFrom ? SendOutcome.Failed(words) : SendOutcome.Retry(words);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Retry($"The mail server took longer than {_smtp.Timeout.TotalSeconds:0.#} s.");
        }
    }

    // A server repeats the address in its answer, and outcomes are read by people who may not see it: its code alone is kept.
    private static string Reason(SmtpException error) => error.StatusCode is SmtpStatusCode.GeneralFailure
        ? $"{error.StatusCode}. {error.InnerException?.Message ?? error.Message}"
        : $"it answered {(int)error.StatusCode} ({error.StatusCode}).";

    private MailMessage MailOf(Parcel parcel, MailDocument? document)
    {
        var first = parcel.First;
        var subject = parcel.Messages.Length == 1 ? first.Subject : $"{first.Subject} (and {parcel.Messages.Length - 1} more)";
        var texts = document is not null ? [document.Text] : parcel.Messages.Select(message => message.Text + Link(links.For(message)));
        var mail = new MailMessage(_smtp.From, first.Address)
        {
            Subject = NoticeText.Subject(subject, isExercise: false), // It is in the words already.
            SubjectEncoding = Encoding.UTF8,
            Body = string.Join("\n\n--\n\n", texts).ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64, // The other way, line ends come out as =0D=0A, which not every reader mends.
        };
        if (document is not null) Dress(mail, document);
        mail.Headers["Message-ID"] = MessageId(parcel);
        mail.Headers["Auto-Submitted"] = "auto-generated";
        return mail;
    }

    private static void Dress(MailMessage mail, MailDocument document)
    {
        var html = AlternateView.CreateAlternateViewFromString(document.Html, Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.Base64;
        mail.AlternateViews.Add(html);
        if (document.Pdf is not { } pdf) return;
        mail.Attachments.Add(new Attachment(new MemoryStream(pdf, writable: false), document.PdfName, MediaTypeNames.Application.Pdf));
    }

    private static string Link(Uri? link) => link is null ? "" : $"\n\nTo take it on (once, within 24 hours): {link}";

    // The same messages, sent again after a crash, are the same mail to a server that looks.
    private string MessageId(Parcel parcel)
    {
        var ids = string.Join('\n', parcel.Messages.Select(message => message.Id));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ids)))[..32];
        return $"<{hash}@{new MailAddress(_smtp.From).Host}>";
    }
}
