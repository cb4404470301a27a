using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Keys;

/// <summary>What a feed may do with its key.</summary>
/// <param name="Places">The places that it may write for, with all that is under them; empty for every place.</param>
/// <param name="MessagesPerMinute">How many messages it may send in a minute; null for the server's own limit.</param>
/// <param name="Note">What whoever issued it wants to remember; empty for nothing.</param>
public sealed record KeyScope(ImmutableArray<PlaceCode> Places, int? MessagesPerMinute = null, string Note = "");

/// <summary>One secret of a key. The secret itself is shown once and kept only as its hash.</summary>
/// <param name="IssuedAt">Since when it works. UTC.</param>
/// <param name="EndsAt">From when on it does not work any more; null for no end.</param>
/// <param name="LastUsedAt">When it was last sent; null for never. Kept to the minute over a restart.</param>
public sealed record FeedSecret(DateTimeOffset IssuedAt, DateTimeOffset? EndsAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>Whether it still works.</summary>
    public bool Works(DateTimeOffset now) => EndsAt is not { } end || now < end;
}

/// <summary>What a sender proves itself with.</summary>
/// <param name="Feed">The feed that it belongs to; readings it brings carry this as their source.</param>
/// <param name="Places">The places that it may write for, with all that is under them; empty for every place.</param>
public sealed record FeedKey(string Feed, ImmutableArray<PlaceCode> Places, DateTimeOffset CreatedAt)
{
    /// <summary>The feed of the key that the server's settings give: it cannot be changed from a page.</summary>
    public const string OperatorsFeed = "environment";

    /// <summary>Told from other secrets at a glance, and by scanners that look for leaked ones.</summary>
    private const string Mark = "sfk_";

    private const int SecretBytes = 32;

    /// <summary>How many messages it may send in a minute; null for the server's own limit.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>What whoever issued it wants to remember; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who issued it: name and role. Empty for a key older than this was written down.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was ended; null while it works. UTC.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who ended it; null while it works.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Its secrets, the newest first: more than one works while a new one takes over.</summary>
    public ImmutableArray<FeedSecret> Secrets { get; init; } = [];

    /// <summary>When it was last sent; null for never.</summary>
    public DateTimeOffset? LastUsedAt => Secrets.Max(secret => secret.LastUsedAt);

    /// <summary>Whether the server's settings give it.</summary>
    public bool IsOperators => Feed == OperatorsFeed;

    /// <summary>Whether it may write for a place: one of its own, or one under it.</summary>
    public bool MayWrite(Place place, Footprint footprint)
    {
        if (Places.IsEmpty) return true;
        for (Place? at = place; at is not null; at = at.Parent is { } parent ? footprint.Find(parent) : null)
        {
            if (Places.Contains(at.Code)) return true;
        }

        return false;
    }

    /// <summary>A new secret of 256 random bits.</summary>
    internal static string NewSecret() =>
        Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // A plain hash is enough: nobody can guess 256 random bits, so there is nothing to slow down.
    internal static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
