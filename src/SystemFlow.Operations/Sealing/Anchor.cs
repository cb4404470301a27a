using System.Globalization;

namespace SystemFlow.Operations.Sealing;

/// <summary>A line's number and its seal, written down where the record is not: what stands there now must still have it.</summary>
/// <param name="Line">1 or more.</param>
/// <param name="Seal">64 hexadecimal digits.</param>
public sealed record Anchor(long Line, string Seal)
{
    private const int SealLength = 64;

    /// <summary>Reads <c>1234:abc…</c>, as <see cref="ToString"/> spells it.</summary>
    public static bool TryParse(string? text, out Anchor anchor)
    {
        anchor = new Anchor(0, "");
        var parts = (text ?? "").Trim().Split(':');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var line) || line < 1) return false;
        if (parts[1].Length != SealLength || !parts[1].All(char.IsAsciiHexDigit)) return false;
        anchor = new Anchor(line, parts[1].ToLowerInvariant());
        return true;
    }

    /// <summary>Whether the record still has this line with this seal.</summary>
    /// <param name="check">Made with <see cref="Line"/> asked for.</param>
    public bool HoldsIn(ChainCheck check) => check.SealAtAnchor == Seal;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Seal}");
}
