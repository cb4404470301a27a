namespace SystemFlow.Feeds.Intake;

/// <summary>What a text is as a moment.</summary>
internal enum Moment
{
    /// <summary>A moment with its offset.</summary>
    Good,
    /// <summary>A date and time that lacks its offset from UTC.</summary>
    NoOffset,
    /// <summary>Something else.</summary>
    Bad,
}

/// <summary>
/// Reads moments as RFC 3339 writes them, and nothing else: the platform's own parsers also take
/// <c>2026-01-05T08:00:00.Z</c>, days the American way round, and a missing offset.
/// </summary>
internal static class Rfc3339
{
    private const int DateAndTime = 19; // 2026-01-05T08:00:00
    private const int MostFractionDigits = 9;
    private const int TickDigits = 7;
    private const int WidestOffsetHours = 14;

    /// <summary>Reads a moment, to UTC.</summary>
    public static Moment Read(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length < DateAndTime || !HasShape(text)) return Moment.Bad;
        if (!TryTicks(text[DateAndTime..], out var fraction, out var rest)) return Moment.Bad;
        if (!TryDate(text, out var local)) return Moment.Bad;
        if (rest.IsEmpty) return Moment.NoOffset;
        if (!TryOffset(rest, out var offset)) return Moment.Bad;
        var ticks = local.Ticks + fraction - offset.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return Moment.Bad;
        moment = new DateTimeOffset(ticks, TimeSpan.Zero);
        return Moment.Good;
    }

    private static bool HasShape(ReadOnlySpan<char> text) =>
        text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' or ' ' && text[13] == ':' && text[16] == ':';

    private static bool TryDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        if (!TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month)
            || !TryNumber(text[8..10], out var day) || !TryNumber(text[11..13], out var hour)
            || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        date = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryTicks(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text.IsEmpty || text[0] != '.') return true;
        var digits = 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        rest = text[digits..];
        if (digits is 1 or > MostFractionDigits + 1) return false;
        for (var i = 1; i <= TickDigits; i++) ticks = ticks * 10 + (i < digits ? text[i] - '0' : 0);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!TryNumber(text[1..3], out var hours) || !TryNumber(text[4..], out var minutes)) return false;
        if (hours > WidestOffsetHours || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = number * 10 + c - '0';
        }

        return true;
    }
}
