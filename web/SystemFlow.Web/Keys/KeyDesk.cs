using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Keys;

/// <summary>What a person fills in to issue a key or to change what it allows.</summary>
public sealed class KeyFields
{
    /// <summary>The feed's name.</summary>
    public string Feed { get; set; } = "";

    /// <summary>Whether it may write for every place; null while that is not chosen.</summary>
    public bool? IsEverywhere { get; set; }

    /// <summary>The places that it may write for, where not everywhere.</summary>
    public HashSet<PlaceCode> Places { get; } = [];

    /// <summary>Messages a minute; blank for the server's own limit.</summary>
    public string Limit { get; set; } = "";

    /// <summary>What to remember about it.</summary>
    public string Note { get; set; } = "";

    /// <summary>The fields as a key has them.</summary>
    public static KeyFields Of(FeedKey key)
    {
        var fields = new KeyFields
        {
            Feed = key.Feed,
            IsEverywhere = key.Places.IsEmpty,
            Limit = key.MessagesPerMinute?.ToString(CultureInfo.InvariantCulture) ?? "",
            Note = key.Note,
        };
        fields.Places.UnionWith(key.Places);
        return fields;
    }
}

/// <summary>What became of a change.</summary>
/// <param name="Secret">The new secret, to be shown this once; null where there is none.</param>
/// <param name="Problems">What kept it from being done; empty when it is done.</param>
public sealed record KeyOutcome(string? Secret, ImmutableArray<string> Problems);

/// <summary>Lets people who are signed in issue, rotate, change and revoke feeds' keys. Each change carries their name.</summary>
public sealed partial class KeyDesk(FeedKeys keys, Footprint footprint, ILogger<KeyDesk> logger)
{
    /// <summary>Gives a feed a key.</summary>
    public KeyOutcome Issue(ClaimsPrincipal person, KeyFields fields) => Do(person, by =>
    {
        var scope = ScopeOf(fields);
        var secret = keys.Issue(fields.Feed.Trim(), scope, by);
        LogDone(logger, "issued", fields.Feed.Trim(), by);
        return secret;
    });

    /// <summary>Gives a key a new secret; the one before works for a while longer, or not at all.</summary>
    public KeyOutcome Rotate(ClaimsPrincipal person, string feed, TimeSpan overlap) => Do(person, by =>
    {
        var secret = keys.Rotate(feed, overlap, by);
        LogDone(logger, "rotated", feed, by);
        return secret;
    });

    /// <summary>Changes what a key allows.</summary>
    public KeyOutcome Change(ClaimsPrincipal person, KeyFields fields) => Do(person, by =>
    {
        keys.Allow(fields.Feed, ScopeOf(fields), by);
        LogDone(logger, "changed", fields.Feed, by);
        return null;
    });

    /// <summary>Ends a key at once.</summary>
    public KeyOutcome Revoke(ClaimsPrincipal person, string feed) => Do(person, by =>
    {
        keys.Revoke(feed, by);
        LogDone(logger, "revoked", feed, by);
        return null;
    });

    private static KeyOutcome Do(ClaimsPrincipal person, Func<string, string?> act)
    {
        if (PersonText.Of(person) is not { } by) return new KeyOutcome(null, ["Sign in: what is done to a key carries your name."]);
        try
        {
            return new KeyOutcome(act(by), []);
        }
        catch (KeyException refused)
        {
            return new KeyOutcome(null, [refused.Message]);
        }
    }

    private KeyScope ScopeOf(KeyFields fields)
    {
        var limit = fields.Limit.Trim();
        int? perMinute = limit.Length == 0 ? null
            : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new KeyException("Give the limit as a whole number of messages a minute, or leave it blank.");
        if (fields.IsEverywhere is not { } everywhere) throw new KeyException("Choose whether the feed may write for every place or for some.");
        if (!everywhere && fields.Places.Count == 0) throw new KeyException("Choose the places that the feed may write for.");
        // In the footprint's order, so that two keys of one scope read the same.
        var places = everywhere ? [] : footprint.Places.Select(place => place.Code).Where(fields.Places.Contains).ToImmutableArray();
        return new KeyScope(places, perMinute, fields.Note.Trim());
    }

    [LoggerMessage(LogLevel.Information, "Feed key {Act}: {Feed}, by {Person}.")]
    private static partial void LogDone(ILogger logger, string act, string feed, string person);
}
