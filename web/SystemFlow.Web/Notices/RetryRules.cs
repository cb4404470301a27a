namespace SystemFlow.Web.Notices;

/// <summary>When to try again.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>
    /// The wait after a failed attempt: doubling from the first to the longest, a fifth more or less so that receivers
    /// that come back are not met by everybody at once. What a receiver asked for counts before it, up to an hour.
    /// </summary>
    /// <param name="attempts">How often it was tried, at least 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan WaitAfter(int attempts, TimeSpan? asked, double chance, NoticeOptions options)
    {
        if (asked is { } wait) return wait < LongestAsked ? wait : LongestAsked;
        var doubled = options.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 30));
        var bounded = doubled < options.LongestRetry ? doubled : options.LongestRetry;
        return bounded * (0.8 + (0.4 * chance));
    }
}
