using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Notices;

/// <summary>What a mail that carries a document is made of.</summary>
/// <param name="Text">For whoever reads plain text.</param>
/// <param name="Html">For everybody else; it loads nothing.</param>
/// <param name="Pdf">Attached; null where it could not be made, which the text and the HTML then say.</param>
/// <param name="PdfName">The attachment's name.</param>
internal sealed record MailDocument(string Text, string Html, byte[]? Pdf, string PdfName);

/// <summary>Makes the documents that mails carry, when they are sent.</summary>
internal interface IMailParts
{
    /// <summary>The document of a message; null where it is not there any more.</summary>
    Task<MailDocument?> OfAsync(OutboxMessage message, CancellationToken cancellationToken);
}
