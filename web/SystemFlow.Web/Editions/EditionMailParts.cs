using Microsoft.Extensions.Options;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Editions;

/// <summary>
/// An edition as a mail carries it. A mail waits for a PDF that cannot be printed now; where there is no browser, or it has waited for
/// <see cref="AttemptsForPdf"/> attempts, it goes without, and says so.
/// </summary>
internal sealed class EditionMailParts(EditionLog log, EditionSheets sheets, EditionPrints prints, IOutbox outbox, IOptions<NoticeOptions> options) : IMailParts
{
    /// <summary>How often a mail is put off for its PDF; at most, so that the last attempts are left for the mail itself.</summary>
    public const int AttemptsForPdf = 8;

    private const int MostToLookThrough = 500;

    /// <inheritdoc/>
    public async Task<MailContent?> OfAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Edition is not { } id || await log.FindAsync(id, cancellationToken) is not { } edition) return null;
        var printed = await prints.PdfOfAsync(edition, isForMail: true, cancellationToken);
        if (printed.IsForLater && await MayWaitAsync(message, cancellationToken)) return new MailContent(null, printed.Problem!);
        var ending = new List<string>
        {
            printed.Problem is { } problem ? $"{problem} This mail has every figure that it would have." : "The same document is attached as a PDF.",
        };
        if (options.Value.PublicUrl is { } server) ending.Add($"On the screen: {new Uri(server, EditionSheets.AddressOf(edition.Kind, edition.Id))}");
        var sheet = sheets.SheetOf(edition);
        return new MailContent(new MailDocument(SheetPlain.Of(sheet, ending), SheetMail.Of(sheet, ending), printed.Pdf, $"systemflow-{edition.Id}.pdf"));
    }

    private async Task<bool> MayWaitAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var sent = await outbox.ReadAsync(message.Episode, message.Lead, MostToLookThrough, cancellationToken);
        return sent.FirstOrDefault(delivery => delivery.Message.Id == message.Id) is { } delivery
            && delivery.Attempts < Math.Min(AttemptsForPdf, options.Value.MaxAttempts / 2);
    }
}
