using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Adt;

/// <summary>Reads moments as HL7 v2 writes them: <c>202601050850</c>, with seconds, a fraction and an offset or without.</summary>
internal static class Hl7Time
{
    private const int ToMinutes = 12;
    private const int ToSeconds = 14;
    private const int WidestOffsetHours = 14;
    private const int FirstYear = 1900; // Before, clocks went by the sun, and no event is of then.

    /// <summary>
    /// Reads a moment, to UTC; false when it is none, or does not say the minute. Without an offset it is UK time. In
    /// the hour that autumn has twice it is the first of the two; in the hour that spring skips it is the moment of the skip.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        var sign = text.IndexOfAny('+', '-');
        var digits = sign < 0 ? text : text[..sign];
        var fraction = digits.IndexOf('.');
        if (fraction == ToSeconds && AreDigits(digits[(fraction + 1)..]) && digits.Length is > ToSeconds + 1 and <= ToSeconds + 5)
        {
            digits = digits[..fraction]; // Less than a second moves nothing between hours.
        }

        if (digits.Length is not (ToMinutes or ToSeconds) || !AreDigits(digits) || !TryLocal(digits, out var local)) return false;
        if (sign < 0)
        {
            moment = UkDays.Moment(local).At;
            return true;
        }

        if (!TryOffset(text[sign..], out var offset)) return false;
        var ticks = local.Ticks - offset.Ticks;
        if (ticks > DateTime.MaxValue.Ticks) return false;
        moment = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryLocal(ReadOnlySpan<char> digits, out DateTime local)
    {
        local = default;
        var year = Number(digits[..4]);
        var month = Number(digits[4..6]);
        var day = Number(digits[6..8]);
        var hour = Number(digits[8..10]);
        var minute = Number(digits[10..12]);
        var second = digits.Length == ToSeconds ? Number(digits[12..14]) : 0;
        if (year < FirstYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 5 || !AreDigits(text[1..])) return false;
        var hours = Number(text[1..3]);
        var minutes = Number(text[3..]);
        if (hours > WidestOffsetHours || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits) number = number * 10 + c - '0';
        return number;
    }
}
