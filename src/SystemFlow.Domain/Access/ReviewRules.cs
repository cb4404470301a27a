using System.Collections.Immutable;

namespace SystemFlow.Domain.Access;

/// <summary>Why somebody should look whether an account is still needed.</summary>
public enum ReviewReason
{
    /// <summary>Nobody signed in to it for long.</summary>
    Unused,
    /// <summary>Nobody looked at it for long.</summary>
    NotReviewed,
}

/// <summary>
/// Which accounts are due for a look. That access is reviewed, and ended where it is not needed, is asked by the NHS Data Security and
/// Protection Toolkit (standard 4, "Managing data access"); the spans are ours, and settings.
/// </summary>
/// <param name="UnusedAfter">How long without a sign-in is long.</param>
/// <param name="ReviewAfter">How long without a look is long.</param>
public sealed record ReviewRules(TimeSpan UnusedAfter, TimeSpan ReviewAfter)
{
    /// <summary>Why an account is due; none where it is not. One that is suspended lets nobody in, and is not.</summary>
    /// <param name="reviewedAt">When somebody last said that it is still needed; null for never. That counts as a use.</param>
    public ImmutableArray<ReviewReason> Of(
        DateTimeOffset createdAt, DateTimeOffset? signedInAt, DateTimeOffset? reviewedAt, bool isSuspended, DateTimeOffset now)
    {
        if (isSuspended) return [];
        var reviewed = reviewedAt ?? createdAt;
        var used = signedInAt is { } at && at > reviewed ? at : reviewed;
        return
        [
            .. now - used >= UnusedAfter ? [ReviewReason.Unused] : ImmutableArray<ReviewReason>.Empty,
            .. now - reviewed >= ReviewAfter ? [ReviewReason.NotReviewed] : ImmutableArray<ReviewReason>.Empty,
        ];
    }
}
