using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations;

/// <summary>What a sender proves itself with. The key itself is shown once and kept only as its hash.</summary>
/// <param name="Feed">The feed that it belongs to; readings it brings carry this as their source.</param>
/// <param name="Places">The places that it may write for, with all that is under them; empty for every place.</param>
public sealed record FeedKey(string Feed, ImmutableArray<PlaceCode> Places, DateTimeOffset CreatedAt)
{
    /// <summary>Told from other secrets at a glance, and by scanners that look for leaked ones.</summary>
    private const string Mark = "sfk_";

    private const int SecretBytes = 32;

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
