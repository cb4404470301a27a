using System.Text.Json;
using System.Text.Unicode;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>
/// Reads a JSON body twice over its bytes: once for its syntax, its shape and the patient guard, then row by row. So
/// nothing counts before all of it has been seen, and no more than one row is in memory as objects.
/// </summary>
internal static class ObservationJson
{
    private const string Envelope = "observations";
    private const string Shape = "Send a JSON array of observations, or {\"observations\": […]}.";

    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        if (!Utf8.IsValid(body.Span)) return IntakeBody.Whole(Reasons.Unreadable, "The body is not UTF-8.");
        try
        {
            var (refused, start) = Inspect(body.Span, terms.Options);
            return refused ?? new IntakeBody(null, ObservationBody.Rows(Drafts(body[start..], terms.Options), terms));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws on half a surrogate pair, written as an escape.
            var where = error is JsonException json ? $" after line {json.LineNumber + 1}, byte {json.BytePositionInLine}" : "";
            return IntakeBody.Whole(
                Reasons.Unreadable, $"The JSON breaks{where}, or nests too deep. Nothing of the body was accepted.");
        }
    }

    /// <summary>Why the body is refused, or where its array begins.</summary>
    private static (IntakeBody? Refused, int Start) Inspect(ReadOnlySpan<byte> body, FeedOptions options)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
        var shape = new BodyShape();
        ObservationField? field = null;
        while (reader.Read())
        {
            if (JsonDraft.IsPatient(ref reader, ref field)) return (new IntakeBody(PatientGuard.Refusal, []), 0);
            shape.Take(ref reader);
        }

        return shape.Start is not { } start ? (IntakeBody.Whole(Reasons.Unreadable, Shape), 0)
            : shape.Rows > options.MaxRows ? (IntakeBody.TooManyRows(options), 0)
            : (null, start);
    }

    private static IEnumerable<ObservationDraft> Drafts(ReadOnlyMemory<byte> array, FeedOptions options)
    {
        var draft = new ObservationDraft();
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
        var at = 0;
        for (var row = 0; ; row++)
        {
            draft.Begin(row);
            if (!TryRead(array.Span, ref at, ref state, draft, options.MaxRowBytes)) yield break;
            if (row > 0) yield return draft;
        }
    }

    /// <summary>Reads the array's opening bracket as row 0, then an element for each row; false at the closing one.</summary>
    private static bool TryRead(
        ReadOnlySpan<byte> array, ref int at, ref JsonReaderState state, ObservationDraft draft, int maxBytes)
    {
        var reader = new Utf8JsonReader(array[at..], isFinalBlock: true, state);
        reader.Read();
        if (reader.TokenType is JsonTokenType.EndArray && reader.CurrentDepth == 0) return false;
        if (draft.Row > 0)
        {
            var start = reader.TokenStartIndex;
            JsonDraft.Read(ref reader, draft);
            if (reader.BytesConsumed - start > maxBytes)
            {
                draft.Refuse("", Reasons.TooLong, $"A row may have {maxBytes} bytes.");
            }

            if (draft.IsUnreadable) draft.Line = SentRow.OfLine(array[at..][(int)start..(int)reader.BytesConsumed]);
        }

        at += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return true;
    }

    /// <summary>Follows a body's tokens: whether it is an array or an envelope of one, and how many rows it has.</summary>
    private struct BodyShape
    {
        private bool _isEnvelope;
        private bool _isWrong;
        private int _rowDepth;

        public int? Start { get; private set; }

        public int Rows { get; private set; }

        public void Take(ref Utf8JsonReader reader)
        {
            if (_isWrong) return;
            var token = reader.TokenType;
            if (reader.CurrentDepth == 0) TakeRoot(ref reader);
            else if (_isEnvelope && reader.CurrentDepth == 1) TakeMember(ref reader);
            else if (reader.CurrentDepth == _rowDepth && IsValue(token)) Rows++;
            if (_isWrong) Start = null;
        }

        private void TakeRoot(ref Utf8JsonReader reader)
        {
            if (reader.TokenType is JsonTokenType.StartArray) Begin(ref reader);
            else if (reader.TokenType is JsonTokenType.StartObject) _isEnvelope = true;
            else if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject)) _isWrong = true;
        }

        private void TakeMember(ref Utf8JsonReader reader)
        {
            if (reader.TokenType is JsonTokenType.PropertyName) _isWrong |= !reader.ValueTextEquals(Envelope);
            else if (reader.TokenType is JsonTokenType.StartArray && Start is null) Begin(ref reader);
            else if (reader.TokenType is not JsonTokenType.EndArray) _isWrong = true;
        }

        private void Begin(ref Utf8JsonReader reader)
        {
            Start = (int)reader.TokenStartIndex;
            _rowDepth = reader.CurrentDepth + 1;
        }

        private static bool IsValue(JsonTokenType token) =>
            token is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName);
    }
}
