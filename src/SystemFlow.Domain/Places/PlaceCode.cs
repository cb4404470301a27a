using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Places;

/// <summary>
/// A place's code: the Organisation Data Service's where there is one, such as <c>RWH01</c>, else the footprint file's
/// own in lower case, such as <c>loc-stevenage</c>. 3 to 32 letters, digits and hyphens. Spelling counts; at the edge,
/// <see cref="Footprint.TryFind"/> forgives the case and gives the footprint's spelling.
/// </summary>
[JsonConverter(typeof(CodeJson<PlaceCode>))]
public readonly record struct PlaceCode : IParsable<PlaceCode>
{
    private const int ShortestLength = 3;
    private const int LongestLength = 32;

    private readonly string? _value;

    private PlaceCode(string value) => _value = value;

    /// <summary>Reads a code. Whether the footprint has it is another question.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PlaceCode code)
    {
        var trimmed = text?.Trim() ?? "";
        var isCode = trimmed.Length is >= ShortestLength and <= LongestLength
            && trimmed.All(c => char.IsAsciiLetterOrDigit(c) || c is '-');
        code = isCode ? new PlaceCode(trimmed) : default;
        return isCode;
    }

    /// <inheritdoc cref="TryParse(string?, out PlaceCode)"/>
    /// <exception cref="FormatException"><paramref name="text"/> is not a code.</exception>
    public static PlaceCode Parse(string text) =>
        TryParse(text, out var code)
            ? code
            : throw new FormatException($"'{text}' is not a place code: it needs 3 to 32 letters, digits and hyphens.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    static PlaceCode IParsable<PlaceCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<PlaceCode>.TryParse(string? s, IFormatProvider? provider, out PlaceCode result) =>
        TryParse(s, out result);
}
