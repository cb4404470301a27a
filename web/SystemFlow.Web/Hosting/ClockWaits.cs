using SystemFlow.Feeds.Replay;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// How long a timer must run for whoever waits by the program's clock. Timers are real: in a replay the clock runs on much faster than
/// they do, so a wait of an hour of it may be seconds, and a wait of real minutes would pass over days.
/// </summary>
internal static class ClockWaits
{
    /// <summary>The longest real wait while the past is lived through again; then whoever waits looks at the clock anew.</summary>
    public static readonly TimeSpan LongestInReplay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>The real time until a moment of the clock, or until it is to be looked at again; never nothing.</summary>
    public static TimeSpan RealTimeUntil(this TimeProvider time, DateTimeOffset moment)
    {
        var left = time is ReplayClock replay ? time.InReal(replay.RealTimeUntil(moment)) : moment - time.GetUtcNow();
        return left > Shortest ? left : Shortest;
    }

    /// <summary>A real wait; in a replay at most <see cref="LongestInReplay"/>.</summary>
    public static TimeSpan InReal(this TimeProvider time, TimeSpan wait) =>
        time is ReplayClock && wait > LongestInReplay ? LongestInReplay : wait;
}
