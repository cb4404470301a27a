using System.Buffers.Text;
using System.Text;

namespace SystemFlow.Feeds.LineProtocol;

/// <summary>What line protocol's characters mean: which are escaped, and how.</summary>
internal static class LineText
{
    private const byte Escape = (byte)'\\';

    private static ReadOnlySpan<byte> EscapedInNames => ", ="u8;

    private static ReadOnlySpan<byte> EscapedInStrings => "\"\\"u8;

    /// <summary>Where the first of these bytes stands that no backslash is before; -1 for nowhere.</summary>
    public static int IndexOfBare(ReadOnlySpan<byte> text, byte one, byte other)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(one, other);
            if (next < 0) return -1;
            at += next;
            if (at == 0 || text[at - 1] != Escape) return at;
        }

        return -1;
    }

    /// <summary>Where a string closes whose opening quote is left out; -1 for nowhere.</summary>
    public static int IndexOfClose(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny((byte)'"', Escape);
            if (next < 0) return -1;
            at += next;
            if (text[at] == (byte)'"') return at;
            at++; // What a backslash stands before closes nothing.
        }

        return -1;
    }

    /// <summary>A measurement, a tag or a field's name as meant: comma, space and equals sign without their backslash.</summary>
    public static string Name(ReadOnlySpan<byte> text) => Without(text, EscapedInNames);

    /// <summary>A string field as meant: quote and backslash without their backslash.</summary>
    public static string String(ReadOnlySpan<byte> text) => Without(text, EscapedInStrings);

    /// <summary>A timestamp as its number; false when it is not a whole one of 64 bits.</summary>
    public static bool TryStamp(ReadOnlySpan<byte> text, out long? stamp)
    {
        stamp = null;
        if (text.IsEmpty) return true;
        if (!Utf8Parser.TryParse(text, out long number, out var length) || length != text.Length) return false;
        stamp = number;
        return true;
    }

    private static string Without(ReadOnlySpan<byte> text, ReadOnlySpan<byte> escaped)
    {
        if (!text.Contains(Escape)) return Encoding.UTF8.GetString(text);
        var meant = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == Escape && at + 1 < text.Length && escaped.Contains(text[at + 1])) at++;
            meant[length++] = text[at];
        }

        return Encoding.UTF8.GetString(meant.AsSpan(0, length));
    }
}
