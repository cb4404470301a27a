using System.Text.Unicode;

namespace SystemFlow.Feeds.Intake;

/// <summary>One physical line of a body.</summary>
internal readonly record struct BodyLine(int Number, ReadOnlyMemory<byte> Utf8);

/// <summary>Cuts a body into lines. One line is one row: a broken row cannot swallow the next.</summary>
internal static class BodyLines
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A body without its byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;

    /// <summary>The lines that are not blank, numbered from 1 as an editor does.</summary>
    public static IEnumerable<BodyLine> Of(ReadOnlyMemory<byte> body)
    {
        var rest = WithoutMark(body);
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!IsBlank(line.Span)) yield return new BodyLine(number, line);
        }
    }

    /// <summary>What stops a line from being read at all.</summary>
    public static Refusal? Unreadable(BodyLine line, FeedOptions options) =>
        line.Utf8.Length > options.MaxRowBytes
            ? new(line.Number, "", Reasons.TooLong, $"A row may have {options.MaxRowBytes} bytes.")
        : !Utf8.IsValid(line.Utf8.Span)
            ? new(line.Number, "", Reasons.BadRow, "This row is not UTF-8. Save the file as UTF-8.")
        : null;

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0;
}
