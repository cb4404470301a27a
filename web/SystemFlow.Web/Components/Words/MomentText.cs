using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Components.Words;

/// <summary>A past moment as an address spells it: <c>?at=2026-11-27T04:15Z</c>.</summary>
internal static partial class MomentText
{
    /// <summary>The name in an address.</summary>
    public const string Name = "at";

    /// <summary>What a link says that leads back to what is live.</summary>
    public const string Now = "now";

    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    /// <summary>Whether an address asks for now.</summary>
    public static bool IsNow(string? text) => Now.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an address asks for no past moment: it says nothing, or now.</summary>
    public static bool AsksForNow([NotNullWhen(false)] string? text) => string.IsNullOrEmpty(text) || IsNow(text);

    /// <summary>
    /// Reads a moment. With an offset or Z it is that very moment. Without, it is the time on a clock in England: one that comes
    /// twice, on the night in October, is its first coming; one that is skipped, in March, is an hour on.
    /// </summary>
    public static bool TryParse(string? text, out DateTimeOffset at)
    {
        at = default;
        var match = Form().Match(text ?? "");
        if (!match.Success
            || !DateTime.TryParse(match.Groups["local"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < FirstYear or > LastYear) return false;
        if (!TryOffset(match.Groups["offset"].Value, out var offset)) return false;
        at = offset is { } given ? new DateTimeOffset(local, given).ToUniversalTime() : UkTime.Moment(local);
        return true;
    }

    /// <summary>As links spell it: in UTC, so that it means one moment on the nights on which clocks change too, and to the tick: a link leads to no other moment.</summary>
    public static string Of(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var form = utc.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-ddTHH:mmZ" : "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ";
        return utc.ToString(form, CultureInfo.InvariantCulture);
    }

    // An address turns "+" into a space.
    private static bool TryOffset(string text, out TimeSpan? offset)
    {
        offset = text is "Z" or "z" ? TimeSpan.Zero : null;
        if (text.Length < 2) return true;
        if (!TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var size) || size > TimeSpan.FromHours(14)) return false;
        offset = text[0] == '-' ? -size : size;
        return true;
    }

    [GeneratedRegex(@"^\s*(?<local>\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?)(?<offset>[Zz]|[+ -]\d\d:\d\d)?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
