namespace SystemFlow.Domain.Feeds;

/// <summary>Whether a feed is alive, and whether what it sends can be used.</summary>
/// <param name="FirstSeen">Its first message ever. UTC.</param>
/// <param name="LastSeen">Its last message, good or bad. UTC.</param>
/// <param name="LastGoodAt">Its last message of which anything was taken; null for none yet. UTC.</param>
/// <param name="RefusedInARow">Messages since then of which nothing was.</param>
public sealed record FeedPulse(DateTimeOffset FirstSeen, DateTimeOffset LastSeen, DateTimeOffset? LastGoodAt, int RefusedInARow)
{
    /// <summary>From so many refused messages on, one after the other, it is not one slip.</summary>
    public const int BrokenFrom = 3;

    /// <summary>The sender is alive and its data is not.</summary>
    public bool IsBroken => RefusedInARow >= BrokenFrom;
}
