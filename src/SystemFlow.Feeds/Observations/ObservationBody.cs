using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>How observations are written.</summary>
public enum ObservationFormat
{
    /// <summary>A JSON array, or <c>{"observations": […]}</c>: <c>application/json</c>.</summary>
    Json,
    /// <summary>One JSON object a line: <c>application/x-ndjson</c>.</summary>
    Ndjson,
    /// <summary>A header and one observation a line: <c>text/csv</c>.</summary>
    Csv,
}

/// <summary>Reads the canonical observation in its three forms.</summary>
public static class ObservationBody
{
    /// <summary>
    /// Looks over the whole body, and refuses it whole or gives its rows. A broken line of NDJSON or CSV is refused
    /// alone; JSON that breaks anywhere is refused whole.
    /// </summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, ObservationFormat format, IntakeTerms terms) =>
        format switch
        {
            ObservationFormat.Json => ObservationJson.Read(BodyLines.WithoutMark(body), terms),
            ObservationFormat.Ndjson => ObservationNdjson.Read(body, terms),
            _ => ObservationCsv.Read(body, terms),
        };

    /// <summary>The rows of drafts in order, then those that had to wait for the end.</summary>
    internal static IEnumerable<IntakeRow> Rows(IEnumerable<ObservationDraft> drafts, IntakeTerms terms)
    {
        var rows = new ObservationRows(terms);
        foreach (var draft in drafts)
        {
            if (rows.Take(draft) is { } row) yield return row;
        }

        foreach (var row in rows.End()) yield return row;
    }
}
