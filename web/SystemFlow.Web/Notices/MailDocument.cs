using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Notices;

/// <summary>What a mail that carries a document is made of.</summary>
/// <param name="Text">For whoever reads plain text.</param>
/// <param name="Html">For everybody else; it loads nothing.</param>
/// <param name="Pdf">Attached; null where it could not be made, which the text and the HTML then say.</param>
/// <param name="PdfName">The attachment's name.</param>
internal sealed record MailDocument(string Text, string Html, byte[]? Pdf, string PdfName);

/// <summary>What a mail is to carry: the document, or why it is not there yet.</summary>
/// <param name="Document">Null where it is to be asked for again.</param>
/// <param name="Wait">What it waits for, in a sentence; empty where the document is there.</param>
internal sealed record MailContent(MailDocument? Document, string Wait = "");

/// <summary>Makes the documents that mails carry, when they are sent.</summary>
internal interface IMailParts
{
    /// <summary>The document of a message; null where it is not there any more.</summary>
    Task<MailContent?> OfAsync(OutboxMessage message, CancellationToken cancellationToken);
}
