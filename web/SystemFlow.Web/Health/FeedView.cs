using System.Collections.Immutable;
using SystemFlow.Domain.Feeds;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Health;

/// <summary>How it stands with one metric at a place.</summary>
/// <param name="LastAt">The moment of its newest reading; null for none ever. UTC.</param>
/// <param name="Cadence">How often it is due.</param>
/// <param name="OverdueBy">How long it has been due; null while it is not.</param>
/// <param name="Source">Whom the newest reading names as its source.</param>
/// <param name="Feed">The feed that brought it.</param>
/// <param name="Absent">Why the newest reading has no value; null where it has one.</param>
public sealed record MetricHealth(
    MetricKey Metric, Standing Standing, DateTimeOffset? LastAt, TimeSpan Cadence, TimeSpan? OverdueBy, string Source, string Feed,
    Absent? Absent);

/// <summary>How it stands with a metric group at a place, by its newest figure.</summary>
/// <param name="Feed">The feed that serves it, as far as is known; null for none.</param>
/// <param name="Behind">Metrics of the group with which it stands worse than with the newest one.</param>
/// <param name="Metrics">Those that were ever sent, in the dictionary's order.</param>
public sealed record GroupHealth(
    PlaceCode Place, string Group, string? Feed, Standing Standing, DateTimeOffset? LastAt, TimeSpan? OverdueBy, int Behind,
    ImmutableArray<MetricHealth> Metrics);

/// <summary>How a feed does, in one word.</summary>
public enum FeedState
{
    /// <summary>All that it serves is as new as it should be.</summary>
    Well,
    /// <summary>It has a key and has sent nothing yet.</summary>
    NothingYet,
    /// <summary>Its key was ended, and it serves nothing.</summary>
    Ended,
    /// <summary>Something is overdue.</summary>
    Late,
    /// <summary>Something that it serves has not been heard of for too long.</summary>
    Silent,
    /// <summary>It sends, and what it sends is refused.</summary>
    Broken,
}

/// <summary>All that is known of a feed.</summary>
/// <param name="Record">What it sent; null for nothing since this is counted.</param>
/// <param name="Key">Its key; null for a feed inside this program, or a source that another feed names.</param>
/// <param name="Groups">What it serves.</param>
public sealed record FeedView(
    string Feed, FeedState State, FeedRecord? Record, FeedKey? Key, FeedCounts Today, FeedCounts SevenDays, FeedCounts FourteenDays,
    QuarantineCounts Quarantine, ImmutableArray<GroupHealth> Groups)
{
    /// <summary>Its counts over so many days.</summary>
    public FeedCounts Over(int days) => days switch
    {
        <= 1 => Today,
        <= 7 => SevenDays,
        _ => FourteenDays,
    };
}

/// <summary>Every feed and everything expected, at one moment.</summary>
/// <param name="At">UTC.</param>
/// <param name="Feeds">The worst first, then by name.</param>
/// <param name="Groups">By place in the footprint's order.</param>
public sealed record FeedsNow(DateTimeOffset At, ImmutableArray<FeedView> Feeds, ImmutableArray<GroupHealth> Groups);
