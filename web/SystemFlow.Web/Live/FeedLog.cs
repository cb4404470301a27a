using System.Collections.Immutable;

namespace SystemFlow.Web.Live;

/// <summary>A row that was refused, or taken with a warning: why, in words that its sender can act on. Never its content.</summary>
/// <param name="Row">Its number in the message, counted from 1; null where the whole message is meant.</param>
/// <param name="Field">The field at fault; null where it is not one.</param>
/// <param name="Reason">The machine's word, such as <c>unknown-place</c>.</param>
public sealed record FeedRemark(DateTimeOffset At, int? Row, string? Field, string Reason, string Detail);

/// <summary>What became of one message from a source.</summary>
/// <param name="Refused">Every refused row's reason with its count, listed or not.</param>
/// <param name="Remarks">Refused rows to show; the newest are kept.</param>
public sealed record FeedReceipt(
    int Accepted, int Amended, int Duplicates, ImmutableDictionary<string, int> Refused, int Warnings,
    ImmutableArray<FeedRemark> Remarks);

/// <summary>What one source has sent since this node started.</summary>
/// <param name="FirstSeen">Its first message. UTC.</param>
/// <param name="LastSeen">Its last message. UTC.</param>
/// <param name="Refused">Rows refused, by reason.</param>
/// <param name="LastRemarks">The newest refusals, newest first; at most <see cref="FeedLog.RemarksKept"/>.</param>
public sealed record FeedTally(
    string Source, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Accepted, long Amended, long Duplicates,
    long Warnings, ImmutableSortedDictionary<string, long> Refused, ImmutableArray<FeedRemark> LastRemarks)
{
    /// <summary>All rows refused.</summary>
    public long RefusedInAll => Refused.Values.Sum();
}

/// <summary>
/// What each source has sent, kept in memory since the node started. At most <see cref="SourcesKept"/> sources are told
/// apart; what further ones send is counted under <see cref="Others"/>.
/// </summary>
public sealed class FeedLog(TimeProvider time)
{
    /// <summary>Refusals kept for each source.</summary>
    public const int RemarksKept = 20;

    /// <summary>Sources told apart.</summary>
    public const int SourcesKept = 200;

    /// <summary>Reasons told apart for each source; further ones are counted under <see cref="Others"/>.</summary>
    public const int ReasonsKept = 50;

    /// <summary>The name for what is beyond the bound.</summary>
    public const string Others = "others";

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, FeedTally> _tallies =
        ImmutableSortedDictionary.Create<string, FeedTally>(StringComparer.Ordinal);

    /// <summary>Every source, by name.</summary>
    public ImmutableArray<FeedTally> Tallies
    {
        get
        {
            lock (_gate) return [.. _tallies.Values];
        }
    }

    /// <summary>Adds a message to its source's tally.</summary>
    public void Record(string source, FeedReceipt receipt)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var name = _tallies.ContainsKey(source) || _tallies.Count < SourcesKept ? source : Others;
            var tally = _tallies.GetValueOrDefault(name) ?? new FeedTally(
                name, now, now, 0, 0, 0, 0, ImmutableSortedDictionary<string, long>.Empty, []);
            _tallies = _tallies.SetItem(name, With(tally, receipt, now));
        }
    }

    private static FeedTally With(FeedTally tally, FeedReceipt receipt, DateTimeOffset now) => tally with
    {
        LastSeen = now,
        Accepted = tally.Accepted + receipt.Accepted,
        Amended = tally.Amended + receipt.Amended,
        Duplicates = tally.Duplicates + receipt.Duplicates,
        Warnings = tally.Warnings + receipt.Warnings,
        Refused = receipt.Refused.Aggregate(tally.Refused, Add),
        LastRemarks = receipt.Remarks.IsDefaultOrEmpty
            ? tally.LastRemarks
            : [.. receipt.Remarks.TakeLast(RemarksKept).Reverse().Concat(tally.LastRemarks).Take(RemarksKept)],
    };

    private static ImmutableSortedDictionary<string, long> Add(
        ImmutableSortedDictionary<string, long> refused, KeyValuePair<string, int> more)
    {
        var reason = refused.ContainsKey(more.Key) || refused.Count < ReasonsKept ? more.Key : Others;
        return refused.SetItem(reason, refused.GetValueOrDefault(reason) + more.Value);
    }
}
