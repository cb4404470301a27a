using System.Text.Json;
using System.Text.Unicode;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Saner;

/// <summary>
/// Reads FHIR MeasureReports as HL7's SANER guide profiles them: one resource, or a Bundle of them. Each population's
/// count is an observation; a <c>data-absent-reason</c> says why there is none. A row is a population or a measure
/// score, the first in the body being 1.
/// </summary>
public static class SanerBody
{
    private const int LargestReport = 1024 * 1024;
    private const string Report = "MeasureReport";
    private const string Shape = "Send a FHIR MeasureReport, or a Bundle of them, as JSON.";

    /// <summary>Looks over the whole body, and refuses it whole or gives its rows.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        body = BodyLines.WithoutMark(body);
        if (!Utf8.IsValid(body.Span)) return IntakeBody.Whole(Reasons.Unreadable, "The body is not UTF-8.");
        try
        {
            var guard = new SanerGuard();
            var root = guard.Inspect(body.Span);
            return guard.FoundPatient ? new IntakeBody(PatientGuard.Refusal, []) : ReadRoot(body, root, terms);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws on half a surrogate pair, written as an escape.
            var where = error is JsonException json ? $" after line {json.LineNumber + 1}, byte {json.BytePositionInLine}" : "";
            return IntakeBody.Whole(
                Reasons.Unreadable, $"The JSON breaks{where}, or nests too deep. Nothing of the body was accepted.");
        }
    }

    private static IntakeBody ReadRoot(ReadOnlyMemory<byte> body, string? root, IntakeTerms terms)
    {
        var rows = new MappedRows(terms.Options);
        var reader = new SanerReport(rows, terms.Metrics);
        IEnumerable<ReadOnlyMemory<byte>> resources = root switch
        {
            Report => [body],
            "Bundle" => SanerBundle.Resources(body),
            _ => [],
        };
        var count = 0;
        foreach (var resource in resources)
        {
            count++;
            if (resource.Length > LargestReport) reader.RefuseReport("", Reasons.TooLong, $"A report may have {LargestReport} bytes.");
            else Read(resource, reader);
            if (rows.AreTooMany) return IntakeBody.TooManyRows(terms.Options);
        }

        return count == 0 ? IntakeBody.Whole(Reasons.Unreadable, Shape) : rows.ToBody(terms);
    }

    private static void Read(ReadOnlyMemory<byte> utf8, SanerReport reader)
    {
        using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = SanerGuard.MaxDepth });
        var resource = json.RootElement;
        var type = resource.Text("resourceType");
        if (type is Report) reader.Read(resource);
        else reader.Skip(type ?? "nothing");
    }
}
