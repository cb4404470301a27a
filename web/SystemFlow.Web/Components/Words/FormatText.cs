using SystemFlow.Web.FeedKit;

namespace SystemFlow.Web.Components.Words;

/// <summary>Formats of messages in words.</summary>
internal static class FormatText
{
    /// <summary>A format, as a person who has a file of it would call it.</summary>
    public static string Of(CheckFormat format) => (format.Path, format.Type) switch
    {
        ("/api/v1/observations", "text/csv") => "CSV with the template's header",
        ("/api/v1/observations", "application/json") => "JSON",
        ("/api/v1/observations", _) => "NDJSON: one JSON object a line",
        ("/api/v1/sitrep", _) => "Daily situation report, as published",
        ("/api/v1/published", _) => "Another return, as NHS England publishes it",
        ("/api/v1/have", _) => "EDXL-HAVE",
        ("/api/v1/fhir/MeasureReport", _) => "FHIR MeasureReport (SANER)",
        ("/api/v2/write", _) => "InfluxDB line protocol, in nanoseconds",
        _ => $"What is sent to {format.Path} as {format.Type}",
    };
}
