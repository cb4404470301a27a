using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Feeds;

namespace SystemFlow.Operations.Intake;

/// <summary>What is known of one feed, beside its counts.</summary>
/// <param name="FirstSeen">Its first message. UTC.</param>
/// <param name="LastSeen">Its last message. UTC.</param>
public sealed record FeedRecord(string Feed, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    /// <summary>Names of sources told apart.</summary>
    public const int SourcesKept = 20;

    /// <summary>Its last message of which anything was taken; null for none yet. UTC.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Messages since then of which nothing was.</summary>
    public int RefusedInARow { get; init; }

    /// <summary>The last thing that was wrong; null for nothing ever.</summary>
    public FeedProblem? LastProblem { get; init; }

    /// <summary>What its readings name as their source, where that is not the feed itself.</summary>
    public ImmutableSortedSet<string> Sources { get; init; } = [];

    /// <summary>Messages refused because they looked like a patient's, of which its owner has not been told.</summary>
    public int PatientLike { get; init; }

    /// <summary>When the first of those came. UTC.</summary>
    public DateTimeOffset? PatientLikeSince { get; init; }

    /// <summary>When its owner was last told of such messages; null for never. UTC.</summary>
    public DateTimeOffset? PatientToldAt { get; init; }

    /// <summary>When its owner was last told that it is broken; null for never. UTC.</summary>
    public DateTimeOffset? BrokenToldAt { get; init; }

    /// <summary>Whether its owner has been told that it is broken, since it last worked.</summary>
    public bool IsBrokenTold { get; init; }

    /// <summary>When its owner was last told that something is wrong; null for never. UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset? ToldAt => BrokenToldAt > PatientToldAt ? BrokenToldAt : PatientToldAt ?? BrokenToldAt;

    /// <summary>Whether it is alive, and its data usable.</summary>
    [JsonIgnore]
    public FeedPulse Pulse => new(FirstSeen, LastSeen, LastGoodAt, RefusedInARow);

    /// <summary>After one more message.</summary>
    public FeedRecord With(FeedReceipt receipt) => receipt.IsByHand ? this : this with
    {
        LastSeen = receipt.At,
        LastGoodAt = receipt.IsGood ? receipt.At : LastGoodAt,
        RefusedInARow = receipt.IsGood ? 0 : receipt.IsRefused ? RefusedInARow + 1 : RefusedInARow,
        IsBrokenTold = IsBrokenTold && !receipt.IsGood,
        LastProblem = receipt.Problem ?? LastProblem,
        Sources = receipt.Sources.IsEmpty ? Sources : [.. Sources.Union(receipt.Sources).Take(SourcesKept)],
        PatientLike = PatientLike + (receipt.IsPatientLike ? 1 : 0),
        PatientLikeSince = receipt.IsPatientLike ? PatientLikeSince ?? receipt.At : PatientLikeSince,
    };

    /// <summary>After messages of which another record was made, from none before them. Nodes' messages are in no order.</summary>
    public FeedRecord Plus(FeedRecord since) => this with
    {
        FirstSeen = FirstSeen < since.FirstSeen ? FirstSeen : since.FirstSeen,
        LastSeen = LastSeen > since.LastSeen ? LastSeen : since.LastSeen,
        LastGoodAt = since.LastGoodAt is null || LastGoodAt > since.LastGoodAt ? LastGoodAt : since.LastGoodAt,
        RefusedInARow = since.LastGoodAt is { } good && !(LastGoodAt > good) ? since.RefusedInARow
            : LastGoodAt > since.LastSeen ? RefusedInARow
            : RefusedInARow + since.RefusedInARow,
        IsBrokenTold = IsBrokenTold && since.LastGoodAt is null,
        LastProblem = since.LastProblem is { } problem && !(LastProblem?.At > problem.At) ? problem : LastProblem,
        Sources = since.Sources.IsEmpty ? Sources : [.. Sources.Union(since.Sources).Take(SourcesKept)],
        PatientLike = PatientLike + since.PatientLike,
        PatientLikeSince = PatientLikeSince ?? since.PatientLikeSince,
    };
}
