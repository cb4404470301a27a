using System.Text.Unicode;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.LineProtocol;

/// <summary>
/// Cuts a body into points. A string may have line breaks, so a quote that does not close would swallow what follows it:
/// a point of several lines that does not hold together is refused as its first line, and the next is read by itself.
/// </summary>
internal static class LineRows
{
    private const string Shape = "A point is 'metric,place=CODE value=NUMBER timestamp'; the timestamp may be left out.";

    /// <summary>The points and comments. Blank lines are left out.</summary>
    public static IEnumerable<LineRow> Of(ReadOnlyMemory<byte> body, FeedOptions options)
    {
        var rest = BodyLines.WithoutMark(body);
        for (var number = 1; !rest.IsEmpty;)
        {
            var indent = rest.Span.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r');
            if (indent < 0) yield break;
            rest = rest[indent..];
            var length = LengthOfLine(rest.Span);
            if (length > 0)
            {
                var row = Cut(rest, length, number, options);
                length = Math.Max(length, row.Text.Length);
                length += LengthOfLine(rest.Span[length..]); // A carriage return at the end is not in the text.
                yield return row;
            }

            number += 1 + rest.Span[..length].Count((byte)'\n');
            rest = rest[Math.Min(length + 1, rest.Length)..];
        }
    }

    /// <param name="length">Of the first line.</param>
    private static LineRow Cut(ReadOnlyMemory<byte> rest, int length, int number, FeedOptions options)
    {
        var line = rest[..length].TrimEnd((byte)'\r');
        if (line.Span[0] == (byte)'#') return LineRow.Comment(number, line);
        if (length > options.MaxRowBytes) return TooLong(number, line, options);
        var seriesEnd = LineText.IndexOfBare(line.Span, (byte)' ', (byte)' ');
        var blanks = seriesEnd < 0 ? -1 : line.Span[seriesEnd..].IndexOfAnyExcept((byte)' ');
        if (blanks < 0) return LineRow.Faulty(number, line, Reasons.BadRow, $"This line has no fields. {Shape}");
        var row = new LineRow(number, line, seriesEnd, seriesEnd + blanks, 0, null);
        row = row with { FieldsEnd = EndOfFields(line.Span, row.FieldsStart) };
        if (row.FieldsEnd < 0) row = Longer(row, rest, options);
        return row.Fault is null && !Utf8.IsValid(row.Text.Span)
            ? LineRow.Faulty(number, row.Text, Reasons.BadRow, "This line is not UTF-8.")
            : row;
    }

    /// <summary>The point with the lines that its string goes on over; its first line refused where that makes no point.</summary>
    private static LineRow Longer(LineRow row, ReadOnlyMemory<byte> rest, FeedOptions options)
    {
        var bounded = rest[..Math.Min(rest.Length, options.MaxRowBytes)];
        var fieldsEnd = EndOfFields(bounded.Span, row.FieldsStart);
        if (fieldsEnd >= 0)
        {
            var length = fieldsEnd + LengthOfLine(rest.Span[fieldsEnd..]);
            var whole = row with { Text = rest[..length].TrimEnd((byte)'\r'), FieldsEnd = fieldsEnd };
            if (length <= options.MaxRowBytes && HoldsTogether(whole)) return whole;
        }

        return LineRow.Faulty(row.Number, row.Text, Reasons.BadRow,
            $"A string in this line does not close, or something stands beside it. A point may have {options.MaxRowBytes} bytes.");
    }

    private static bool HoldsTogether(LineRow row)
    {
        var fields = new LineFields(row.Fields);
        while (fields.MoveNext())
        {
            // Each is looked at again when it is read.
        }

        return !fields.AreFaulty && LineText.TryStamp(row.Stamp, out _);
    }

    /// <summary>Where the fields end: at a bare space or a line's end that no string holds; -1 when a string is broken.</summary>
    private static int EndOfFields(ReadOnlySpan<byte> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny((byte)' ', (byte)'"', (byte)'\n');
            if (next < 0) return text[^1] == (byte)'\r' ? text.Length - 1 : text.Length;
            at += next;
            if (text[at] == (byte)'\n') return text[at - 1] == (byte)'\r' ? at - 1 : at;
            if (text[at] == (byte)' ')
            {
                if (text[at - 1] != (byte)'\\') return at;
            }
            else if (text[at - 1] == (byte)'=' && text[at - 2] != (byte)'\\')
            {
                var close = LineText.IndexOfClose(text[(at + 1)..]);
                if (close < 0) return -1;
                at += close + 1;
                if (at + 1 < text.Length && text[at + 1] is not ((byte)',' or (byte)' ' or (byte)'\r' or (byte)'\n')) return -1;
            }
        }

        return text.Length;
    }

    private static LineRow TooLong(int number, ReadOnlyMemory<byte> line, FeedOptions options) =>
        LineRow.Faulty(number, line, Reasons.TooLong, $"A row may have {options.MaxRowBytes} bytes.");

    private static int LengthOfLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return end < 0 ? text.Length : end;
    }
}
