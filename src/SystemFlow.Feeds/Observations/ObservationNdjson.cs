using System.Text.Json;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>Reads one JSON object a line. A line that breaks is refused alone.</summary>
internal static class ObservationNdjson
{
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var rows = 0;
        foreach (var line in BodyLines.Of(body))
        {
            if (HasPatient(line.Utf8.Span, terms.Options)) return new IntakeBody(PatientGuard.Refusal, []);
            if (++rows > terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
        }

        return new IntakeBody(null, ObservationBody.Rows(Drafts(body, terms.Options), terms));
    }

    private static IEnumerable<ObservationDraft> Drafts(ReadOnlyMemory<byte> body, FeedOptions options)
    {
        var draft = new ObservationDraft();
        foreach (var line in BodyLines.Of(body))
        {
            draft.Begin(line.Number);
            if (BodyLines.Unreadable(line, options) is { } refusal) draft.Refuse(refusal);
            else Read(line.Utf8.Span, draft, options);
            if (draft.IsUnreadable) draft.Line = SentRow.OfLine(line.Utf8.Span);
            yield return draft;
        }
    }

    private static void Read(ReadOnlySpan<byte> line, ObservationDraft draft, FeedOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
            reader.Read();
            JsonDraft.Read(ref reader, draft);
            while (reader.Read())
            {
                // Nothing but blanks may follow: the reader throws on anything else.
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            draft.Begin(draft.Row);
            draft.Refuse("", Reasons.BadRow, "This line is not one whole JSON object. The other lines count.");
        }
    }

    private static bool HasPatient(ReadOnlySpan<byte> line, FeedOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
            ObservationField? field = null;
            while (reader.Read())
            {
                if (JsonDraft.IsPatient(ref reader, ref field)) return true;
            }

            return false;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return PatientGuard.Mentions(line); // Not JSON, so taken as text: it will be refused, but not kept either.
        }
    }
}
