using System.Collections.Immutable;

namespace SystemFlow.Operations.Intake;

/// <summary>What a feed sent in a stretch of time and what became of it.</summary>
public sealed record FeedCounts
{
    /// <summary>Reasons told apart; further ones are counted under <see cref="Others"/>.</summary>
    public const int ReasonsKept = 50;

    /// <summary>The name for what is beyond a bound.</summary>
    public const string Others = "others";

    private static readonly ImmutableSortedDictionary<string, long> NoReasons = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Nothing.</summary>
    public static FeedCounts None { get; } = new();

    /// <summary>Messages, good or bad.</summary>
    public long Messages { get; init; }

    /// <summary>Readings that were new.</summary>
    public long Accepted { get; init; }

    /// <summary>Readings that replaced an earlier one.</summary>
    public long Amended { get; init; }

    /// <summary>Readings that said nothing new.</summary>
    public long Duplicates { get; init; }

    /// <summary>Warnings.</summary>
    public long Warnings { get; init; }

    /// <summary>Rows refused.</summary>
    public long RefusedRows { get; init; }

    /// <summary>Problems of refused rows, by reason: a row with two is counted under both.</summary>
    public ImmutableSortedDictionary<string, long> Refused { get; init; } = NoReasons;

    /// <summary>Messages refused whole, by reason.</summary>
    public ImmutableSortedDictionary<string, long> RefusedBodies { get; init; } = NoReasons;

    /// <summary>With one more message.</summary>
    public FeedCounts With(FeedReceipt receipt) => this with
    {
        Messages = Messages + 1,
        Accepted = Accepted + receipt.Accepted,
        Amended = Amended + receipt.Amended,
        Duplicates = Duplicates + receipt.Duplicates,
        Warnings = Warnings + receipt.Warnings,
        RefusedRows = RefusedRows + receipt.RefusedRows,
        Refused = receipt.Refused.Aggregate(Refused, (all, more) => Add(all, more.Key, more.Value)),
        RefusedBodies = receipt.RefusedBody is { } reason ? Add(RefusedBodies, reason, 1) : RefusedBodies,
    };

    /// <summary>Two stretches together.</summary>
    public FeedCounts Plus(FeedCounts other) => new()
    {
        Messages = Messages + other.Messages,
        Accepted = Accepted + other.Accepted,
        Amended = Amended + other.Amended,
        Duplicates = Duplicates + other.Duplicates,
        Warnings = Warnings + other.Warnings,
        RefusedRows = RefusedRows + other.RefusedRows,
        Refused = other.Refused.Aggregate(Refused, (all, more) => Add(all, more.Key, more.Value)),
        RefusedBodies = other.RefusedBodies.Aggregate(RefusedBodies, (all, more) => Add(all, more.Key, more.Value)),
    };

    private static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> all, string reason, long more)
    {
        var name = all.ContainsKey(reason) || all.Count < ReasonsKept ? reason : Others;
        return all.SetItem(name, all.GetValueOrDefault(name) + more);
    }
}
