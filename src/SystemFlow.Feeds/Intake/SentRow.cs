using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Intake;

/// <summary>
/// What a refused row said, for its feed's owner to mend: a canonical observation as a JSON object, or the line where it
/// could not be read as one. Only of bodies that the patient guard has passed; what it does not look at there, such as a
/// figure of ten digits, is looked at here, and left out when in doubt.
/// </summary>
public static class SentRow
{
    /// <summary>Characters kept of a field.</summary>
    public const int LongestText = 500;

    /// <summary>Characters kept of a line that could not be read.</summary>
    public const int LongestLine = 2_000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A figure of a published file as an observation.</summary>
    /// <param name="value">As the file has it.</param>
    /// <param name="periodEnd">When it was true; null where the file does not say.</param>
    public static string OfFigure(PlaceCode place, MetricKey metric, string value, DateTimeOffset? periodEnd)
    {
        var draft = new ObservationDraft();
        draft.Set(ObservationField.Place, place.ToString());
        draft.Set(ObservationField.Metric, metric.Metric.ToString());
        draft.Set(ObservationField.Reason, metric.Reason);
        draft.Set(ObservationField.Attributable, metric.Attributable?.ToString().ToLowerInvariant());
        if (value.Length > 0) draft.Set(ObservationField.Value, DraftNumber.Parse(value));
        draft.Set(ObservationField.PeriodEnd, periodEnd?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return Of(draft)!;
    }

    /// <summary>
    /// A line, cut short; null when it may hold a patient. An escape may: what could not be read was not looked at without
    /// its escapes, and digits can be written as such.
    /// </summary>
    public static string? OfLine(ReadOnlySpan<byte> utf8)
    {
        var line = Encoding.UTF8.GetString(utf8);
        return line.Contains('\\', StringComparison.Ordinal) || PatientGuard.MayHoldAPatient(line) ? null : Cut(line.Trim(), LongestLine);
    }

    /// <summary>The fields that a kept row has, by name; empty for a line that could not be read.</summary>
    public static ImmutableDictionary<string, string> FieldsOf(string? sent)
    {
        if (sent is not ['{', ..]) return ImmutableDictionary<string, string>.Empty;
        try
        {
            using var json = JsonDocument.Parse(sent);
            return json.RootElement.EnumerateObject()
                .Where(field => ObservationFields.Names.Contains(field.Name))
                .GroupBy(field => field.Name)
                .ToImmutableDictionary(field => field.Key, field => field.First().Value.ToString());
        }
        catch (JsonException)
        {
            return ImmutableDictionary<string, string>.Empty; // A broken line that begins with a brace.
        }
    }

    /// <summary>A problem as it may be kept: its words repeat figures, which may be anything.</summary>
    public static Refusal Guarded(Refusal problem) => PatientGuard.Mentions(problem.Detail)
        ? problem with { Detail = "What was sent there looks like a patient's number, so it was not kept." }
        : problem;

    /// <summary>What a draft holds: its fields, or the line that could not be read.</summary>
    internal static string? Of(ObservationDraft draft)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Json);
        json.WriteStartObject();
        var isEmpty = true;
        foreach (var field in Enum.GetValues<ObservationField>())
        {
            var number = draft.Number(field);
            var moment = field is ObservationField.PeriodEnd ? draft.PeriodEnd?.ToString("O", CultureInfo.InvariantCulture) : null;
            var text = draft[field] ?? moment ?? (number.Number is { } given ? given.ToString("R", CultureInfo.InvariantCulture) : number.Text);
            if (text is null || PatientGuard.Mentions(text, field is ObservationField.MessageId)) continue;
            isEmpty = false;
            if (number.Number is { } value) json.WriteNumber(ObservationFields.NameOf(field), value);
            else json.WriteString(ObservationFields.NameOf(field), Cut(text, LongestText));
        }

        json.WriteEndObject();
        json.Flush();
        return isEmpty ? draft.Line : Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A reading as it was sent.</summary>
    internal static string Of(Reading reading)
    {
        var draft = new ObservationDraft();
        draft.Set(ObservationField.Place, reading.Place.ToString());
        draft.Set(ObservationField.Metric, reading.Metric.Metric.ToString());
        draft.Set(ObservationField.Reason, reading.Metric.Reason);
        draft.Set(ObservationField.Attributable, reading.Metric.Attributable?.ToString().ToLowerInvariant());
        draft.Set(ObservationField.Absent, reading.Absent is { } absent ? JsonNamingPolicy.KebabCaseLower.ConvertName($"{absent}") : null);
        if (reading.Value is { } value) draft.Set(ObservationField.Value, DraftNumber.Of(value));
        draft.Set(ObservationField.PeriodEnd, reading.PeriodEnd.ToString("O", CultureInfo.InvariantCulture));
        draft.Set(ObservationField.SubmittedAt, reading.SubmittedAt.ToString("O", CultureInfo.InvariantCulture));
        draft.Set(ObservationField.MessageId, reading.MessageId);
        draft.Set(ObservationField.Comment, reading.Comment);
        return Of(draft)!;
    }

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";
}
