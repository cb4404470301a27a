namespace SystemFlow.Series.Influx;

/// <summary>InfluxDB counts nanoseconds from 1970, in 64 bits; we count ticks of a hundred of them.</summary>
internal static class Moments
{
    private const long NanosecondsInATick = 100;

    /// <summary>The first tick that InfluxDB can keep a reading at: the beginning of 1678.</summary>
    public static readonly long FirstTicks = new DateTimeOffset(1678, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <summary>The last: the end of 2261.</summary>
    public static readonly long LastTicks = new DateTimeOffset(2262, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks - 1;

    /// <summary>A moment that InfluxDB cannot keep becomes the nearest that it can.</summary>
    public static long Nanoseconds(long utcTicks) =>
        (Math.Clamp(utcTicks, FirstTicks, LastTicks) - DateTimeOffset.UnixEpoch.UtcTicks) * NanosecondsInATick;

    public static long Ticks(long nanoseconds) => nanoseconds / NanosecondsInATick + DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
