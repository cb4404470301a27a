using System.Collections.Immutable;
using SystemFlow.Feeds.Have;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Saner;
using SystemFlow.Feeds.Sitreps;

namespace SystemFlow.Web.Intake;

/// <summary>Reads a body: refuses it whole, or gives its rows.</summary>
internal delegate IntakeBody ReadBody(ReadOnlyMemory<byte> body, IntakeTerms terms);

/// <summary>How a body may be written, and who reads it then.</summary>
/// <param name="MediaTypes">The content types, lower case, that say so; the first is the one that senders are told.</param>
internal sealed record IntakeFormat(ReadBody Read, params ImmutableArray<string> MediaTypes);

/// <summary>One way in for partners' messages. All of them share the door: key, bounds, record and answer.</summary>
/// <param name="Path">From the root, such as <c>/api/v1/sitrep</c>.</param>
/// <param name="Summary">One sentence for the API's description.</param>
/// <param name="Formats">At least one; no content type stands in two.</param>
internal sealed record IntakeRoute(string Path, string Summary, params ImmutableArray<IntakeFormat> Formats)
{
    /// <summary>Takes moments older than any live feed's: published returns are history.</summary>
    public bool AnyAge { get; init; }

    /// <summary>Every way in whose answer is the counts. A new format is one more entry.</summary>
    public static ImmutableArray<IntakeRoute> All { get; } =
    [
        new("/api/v1/observations", "Observations as JSON (an array, or {\"observations\": []}), NDJSON or CSV.",
            Observations(ObservationFormat.Json, "application/json"),
            Observations(ObservationFormat.Ndjson, "application/x-ndjson", "application/ndjson"),
            Observations(ObservationFormat.Csv, "text/csv")),
        new("/api/v1/sitrep", "An NHS England daily situation report, as published.",
            new IntakeFormat(SitrepBody.Read, "text/csv")) { AnyAge = true },
        new("/api/v1/published", "Another return as NHS England publishes it, known by its header: A&E and beds monthly, discharges, handovers and 111 calls daily.",
            new IntakeFormat(PublishedBody.Read, "text/csv")) { AnyAge = true },
        new("/api/v1/have", "Beds as OASIS EDXL-HAVE 1.0 or 2.0.", new IntakeFormat(HaveBody.Read, "application/xml", "text/xml")),
        new("/api/v1/fhir/MeasureReport", "Counts as a FHIR MeasureReport of HL7's SANER guide, or a Bundle of them.",
            new IntakeFormat(SanerBody.Read, "application/fhir+json", "application/json")),
    ];

    /// <summary>The format of a content type, its parameters left out; null when this way in does not take it.</summary>
    public IntakeFormat? FormatOf(string mediaType) =>
        Formats.FirstOrDefault(format => format.MediaTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase));

    private static IntakeFormat Observations(ObservationFormat format, params ImmutableArray<string> mediaTypes) =>
        new((body, terms) => ObservationBody.Read(body, format, terms), mediaTypes);
}
