using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.LineProtocol;

/// <summary>One point, cut into its parts but not yet understood; or a comment.</summary>
/// <param name="Number">The physical line that it begins on, from 1.</param>
/// <param name="Text">All of it, without the line's end; more than one line when a string in it has line breaks.</param>
/// <param name="SeriesEnd">Where measurement and tags end; 0 when there are no parts.</param>
/// <param name="Fault">Why it cannot be cut into parts; null when it can, and for a comment.</param>
internal readonly record struct LineRow(
    int Number, ReadOnlyMemory<byte> Text, int SeriesEnd, int FieldsStart, int FieldsEnd, Refusal? Fault)
{
    /// <summary>A point that cannot be cut into its parts.</summary>
    public static LineRow Faulty(int number, ReadOnlyMemory<byte> text, string reason, string detail) =>
        new(number, text, 0, 0, 0, new Refusal(number, "", reason, detail));

    /// <summary>A line that says nothing to a program.</summary>
    public static LineRow Comment(int number, ReadOnlyMemory<byte> text) => new(number, text, 0, 0, 0, null);

    public bool IsComment => Fault is null && SeriesEnd == 0;

    /// <summary>Measurement and tags.</summary>
    public ReadOnlyMemory<byte> Series => Text[..SeriesEnd];

    /// <summary>Every field with its value.</summary>
    public ReadOnlySpan<byte> Fields => Text.Span[FieldsStart..FieldsEnd];

    /// <summary>The timestamp's digits; empty for none.</summary>
    public ReadOnlySpan<byte> Stamp => Text.Span[FieldsEnd..].Trim((byte)' ');
}
