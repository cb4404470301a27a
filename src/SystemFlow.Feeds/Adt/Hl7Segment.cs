using System.Text;

namespace SystemFlow.Feeds.Adt;

/// <summary>What divides a message's fields, components, repetitions and subcomponents, and what escapes them.</summary>
internal readonly record struct Hl7Marks(byte Field, byte Component, byte Repetition, byte Escape, byte Subcomponent)
{
    private const int FewestBytes = 8; // MSH|^~\&

    /// <summary>Reads them from the beginning of an MSH segment.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out Hl7Marks marks)
    {
        marks = default;
        if (header.Length < FewestBytes) return false;
        var given = header[3..FewestBytes];
        foreach (var mark in given)
        {
            if (mark is <= 0x20 or >= 0x7F || char.IsAsciiLetterOrDigit((char)mark) || given.Count(mark) > 1) return false;
        }

        marks = new Hl7Marks(given[0], given[1], given[2], given[3], given[4]);
        return header.Length == FewestBytes || header[FewestBytes] == given[0] || header[FewestBytes] == (byte)'#';
    }
}

/// <summary>One segment, and its fields by number. In MSH the numbers are one less, because MSH-1 is the first mark itself.</summary>
internal readonly ref struct Hl7Segment(ReadOnlySpan<byte> bytes, Hl7Marks marks)
{
    private const int LongestText = 199; // As long as HL7 lets a control number be.

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Whether it has this name.</summary>
    public bool Is(ReadOnlySpan<byte> name) =>
        _bytes.StartsWith(name) && (_bytes.Length == name.Length || _bytes[name.Length] == marks.Field);

    /// <summary>
    /// A field's text: its first repetition, one component of it, and of that the first subcomponent. Empty where it is
    /// not sent, is HL7's null (<c>""</c>), has a character that cannot be printed, or is longer than 199.
    /// </summary>
    public string Text(int field, int component = 0)
    {
        var part = Part(Part(Part(Part(_bytes, marks.Field, field), marks.Repetition, 0), marks.Component, component), marks.Subcomponent, 0);
        if (part.Length > LongestText || part.SequenceEqual("\"\""u8) || part.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0) return "";
        var text = Encoding.ASCII.GetString(part).Trim();
        return text.Contains((char)marks.Escape, StringComparison.Ordinal) ? Unescaped(text) : text;
    }

    private string Unescaped(string text)
    {
        var escape = (char)marks.Escape;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == escape ? text.IndexOf(escape, i + 1) : -1;
            var mark = end == i + 2 ? MarkOf(text[i + 1]) : (byte)0;
            plain.Append(mark == 0 ? text[i] : (char)mark);
            if (mark != 0) i = end;
        }

        return plain.ToString();
    }

    private byte MarkOf(char letter) => letter switch
    {
        'F' => marks.Field,
        'S' => marks.Component,
        'R' => marks.Repetition,
        'E' => marks.Escape,
        'T' => marks.Subcomponent,
        _ => 0,
    };

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, byte mark, int index)
    {
        for (; index > 0; index--)
        {
            var next = bytes.IndexOf(mark);
            if (next < 0) return default;
            bytes = bytes[(next + 1)..];
        }

        var end = bytes.IndexOf(mark);
        return end < 0 ? bytes : bytes[..end];
    }
}
