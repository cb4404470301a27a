using System.Text.Json;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>Reads one JSON value into a draft, and looks over JSON for patients.</summary>
internal static class JsonDraft
{
    /// <summary>Reads the value that the reader stands on, to its end. What is wrong with its form goes in the draft.</summary>
    public static void Read(ref Utf8JsonReader reader, ObservationDraft draft)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            draft.Refuse("", Reasons.BadRow, "A row must be a JSON object with the observation's fields.");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName) ReadField(ref reader, draft);
    }

    /// <summary>Whether the token that the reader stands on looks like a patient.</summary>
    /// <param name="field">The contract's field that it belongs to, if one; kept from token to token.</param>
    public static bool IsPatient(ref Utf8JsonReader reader, ref ObservationField? field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                field = TryField(ref reader, out var known) ? known : null;
                return field is null && IsPersonField(reader.GetString()!);
            case JsonTokenType.String:
                var isMessageId = field is ObservationField.MessageId;
                return reader.ValueIsEscaped
                    ? PatientGuard.Mentions(reader.GetString(), isMessageId)
                    : PatientGuard.Mentions(reader.ValueSpan, isMessageId);
            case JsonTokenType.Number:
                return !(field is { } given && ObservationFields.IsNumber(given))
                    && PatientGuard.Mentions(reader.ValueSpan, field is ObservationField.MessageId);
            default:
                return false;
        }
    }

    private static bool IsPersonField(string name) => PatientGuard.IsPersonField(name) || PatientGuard.Mentions(name);

    private static void ReadField(ref Utf8JsonReader reader, ObservationDraft draft)
    {
        var isKnown = TryField(ref reader, out var field);
        var isRead = isKnown && draft.Mark(field);
        if (!isRead && !draft.IsFull)
        {
            draft.Refuse(isKnown ? Repeated(draft.Row, field) : Unknown(draft.Row, reader.GetString()!));
        }

        reader.Read();
        if (!isRead) reader.Skip();
        else if (ObservationFields.IsNumber(field)) ReadNumber(ref reader, draft, field);
        else ReadText(ref reader, draft, field);
    }

    private static Refusal Unknown(int row, string name) => new(row, Quote.Short(name), Reasons.UnknownField,
        $"The contract has no field '{Quote.Short(name)}'.{Nearest.Hint(name, ObservationFields.Names)}");

    private static Refusal Repeated(int row, ObservationField field) => new(row, ObservationFields.NameOf(field),
        Reasons.RepeatedField, $"'{ObservationFields.NameOf(field)}' is given twice.");

    private static void ReadNumber(ref Utf8JsonReader reader, ObservationDraft draft, ObservationField field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return; // As if it had been left out: never 0.
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number):
                draft.Set(field, DraftNumber.Of(number));
                return;
            default:
                draft.Set(field, DraftNumber.Not(TextOf(ref reader)));
                reader.Skip();
                return;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    private static void ReadText(ref Utf8JsonReader reader, ObservationDraft draft, ObservationField field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String:
                draft.Set(field, reader.GetString());
                return;
            default:
                draft.Refuse(field, Reasons.WrongType, $"'{ObservationFields.NameOf(field)}' must be a string.");
                reader.Skip();
                return;
        }
    }

    private static bool TryField(ref Utf8JsonReader reader, out ObservationField field) =>
        reader.ValueIsEscaped
            ? ObservationFields.TryFind(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), out field)
            : ObservationFields.TryFind(reader.ValueSpan, out field);
}
