using System.Runtime.InteropServices;
using System.Xml;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Have;

/// <summary>
/// Reads OASIS EDXL-HAVE 1.0 and 2.0, in an EDXL-DE envelope or without. The beds that the dictionary has metrics for
/// become observations; whatever else a hospital reports is said not to be used. A row is the physical line.
/// </summary>
/// <remarks>
/// No document type is read, so there are no entities to expand and nothing to fetch. The bytes are gone through once
/// with one element in memory; what is kept of them is at most <see cref="FeedOptions.MaxRows"/> figures.
/// </remarks>
public static class HaveBody
{
    private const int MaxDepth = 64;
    private const string Shape = "This is no EDXL-HAVE document: it has no Hospital, and no facility, in the namespace of HAVE 1.0 or 2.0.";

    /// <summary>Looks over the whole document, and refuses it whole or gives its rows.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        using var stream = Stream(body);
        using var xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1,
            MaxCharactersInDocument = terms.Options.MaxBodyBytes,
            IgnoreWhitespace = true,
        });
        try
        {
            return Read(xml, terms);
        }
        catch (XmlException error)
        {
            // Its message is not passed on: it may quote the body.
            return IntakeBody.Whole(Reasons.Unreadable,
                $"The XML breaks at line {error.LineNumber}, column {error.LinePosition}, or has a document type (<!DOCTYPE>), which is not read. Nothing of it was accepted.");
        }
    }

    private static IntakeBody Read(XmlReader xml, IntakeTerms terms)
    {
        var rows = new MappedRows(terms.Options);
        var document = new HaveDocument(rows, terms.Footprint);
        var guard = new HaveGuard();
        var lines = (IXmlLineInfo)xml;
        while (xml.Read())
        {
            if (xml.Depth > MaxDepth) return IntakeBody.Whole(Reasons.Unreadable, $"The XML nests deeper than {MaxDepth} elements.");
            if (guard.FindsPatient(xml)) return new IntakeBody(PatientGuard.Refusal, []);
            document.Take(xml, lines.LineNumber);
            if (rows.AreTooMany) return IntakeBody.TooManyRows(terms.Options);
        }

        return document.HasHospitals ? rows.ToBody(terms) : IntakeBody.Whole(Reasons.Unreadable, Shape);
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
