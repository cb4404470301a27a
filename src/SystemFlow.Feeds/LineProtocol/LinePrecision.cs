using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.LineProtocol;

/// <summary>What line protocol's timestamps count, since the start of 1970 in UTC.</summary>
public enum LinePrecision
{
    /// <summary><c>ns</c>, or <c>n</c>: what they count unless the sender says otherwise. Kept to 100 of them.</summary>
    Nanoseconds,
    /// <summary><c>us</c>, or <c>u</c>.</summary>
    Microseconds,
    /// <summary><c>ms</c>.</summary>
    Milliseconds,
    /// <summary><c>s</c>.</summary>
    Seconds,
    /// <summary><c>m</c>.</summary>
    Minutes,
    /// <summary><c>h</c>.</summary>
    Hours,
}

/// <summary>Precisions as addresses spell them, and the moments that timestamps are in them.</summary>
public static class LinePrecisions
{
    private const long NanosecondsPerTick = 100;

    private static readonly string[] Usual = ["s", "ms", "us", "ns"];

    /// <summary>Reads <c>ns us ms s m h</c> and version 1's <c>n u</c>; nothing is nanoseconds.</summary>
    public static bool TryParse(string? word, out LinePrecision precision)
    {
        (var isKnown, precision) = word switch
        {
            null or "" or "ns" or "n" => (true, LinePrecision.Nanoseconds),
            "us" or "u" or "µ" => (true, LinePrecision.Microseconds),
            "ms" => (true, LinePrecision.Milliseconds),
            "s" => (true, LinePrecision.Seconds),
            "m" => (true, LinePrecision.Minutes),
            "h" => (true, LinePrecision.Hours),
            _ => (false, default),
        };
        return isKnown;
    }

    /// <summary>The moment of a timestamp; null when no calendar here reaches it.</summary>
    internal static DateTimeOffset? MomentOf(this LinePrecision precision, long stamp)
    {
        var ticks = precision is LinePrecision.Nanoseconds
            ? stamp / NanosecondsPerTick
            : (Int128)stamp * TicksOf(precision);
        ticks += DateTimeOffset.UnixEpoch.Ticks;
        return ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset((long)ticks, TimeSpan.Zero);
    }

    /// <summary>How an address spells the precision in which a timestamp would be a moment to take; null for none.</summary>
    internal static string? Fitting(long stamp, IntakeTerms terms) =>
        Usual.FirstOrDefault(word =>
            TryParse(word, out var precision) && precision.MomentOf(stamp) is { } moment && terms.Misplaced(0, "", moment) is null);

    private static long TicksOf(LinePrecision precision) => precision switch
    {
        LinePrecision.Microseconds => TimeSpan.TicksPerMicrosecond,
        LinePrecision.Milliseconds => TimeSpan.TicksPerMillisecond,
        LinePrecision.Seconds => TimeSpan.TicksPerSecond,
        LinePrecision.Minutes => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerHour,
    };
}
