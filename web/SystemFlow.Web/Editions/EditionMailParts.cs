using Microsoft.Extensions.Options;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Editions;

/// <summary>An edition as a mail carries it. Where it cannot be printed the mail goes without the PDF, and says so.</summary>
internal sealed class EditionMailParts(EditionLog log, EditionSheets sheets, EditionPrints prints, IOptions<NoticeOptions> options) : IMailParts
{
    /// <inheritdoc/>
    public async Task<MailDocument?> OfAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Edition is not { } id || await log.FindAsync(id, cancellationToken) is not { } edition) return null;
        var printed = await prints.PdfOfAsync(edition, cancellationToken);
        var ending = new List<string>
        {
            printed.Problem is { } problem ? $"{problem} This mail has every figure that it would have." : "The same document is attached as a PDF.",
        };
        if (options.Value.PublicUrl is { } server) ending.Add($"On the screen: {new Uri(server, EditionSheets.AddressOf(edition.Kind, edition.Id))}");
        var sheet = sheets.SheetOf(edition);
        return new MailDocument(SheetPlain.Of(sheet, ending), SheetMail.Of(sheet, ending), printed.Pdf, $"systemflow-{edition.Id}.pdf");
    }
}
