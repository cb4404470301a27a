using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
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

/// <summary>Lets people issue, rotate, change and revoke keys of the feeds whose places are all theirs. Each change carries their name.</summary>
public sealed partial class KeyDesk(FeedKeys keys, Footprint footprint, Permits permits, AuditLog audit, ILogger<KeyDesk> logger)
{
    /// <summary>Gives a feed a key.</summary>
    public KeyOutcome Issue(ClaimsPrincipal person, KeyFields fields)
    {
        var feed = fields.Feed.Trim();
        string?[] problems = [KeyRules.ProblemOf(feed), .. ProblemsOf(fields)];
        return Do(person, PlacesOf(fields), problems, () => $"Issued a key for the feed {feed}, for {Scope(fields)}.", by =>
        {
            var secret = keys.Issue(feed, ScopeOf(fields), by);
            LogDone(logger, "issued", feed, by);
            return secret;
        });
    }

    /// <summary>Gives a key a new secret; the one before works for a while longer, or not at all.</summary>
    public KeyOutcome Rotate(ClaimsPrincipal person, string feed, TimeSpan overlap) => Do(person, keys.PlacesOf(feed, footprint), [], () => $"Gave the key of the feed {feed} a new secret; the one before works for {overlap.TotalHours:0} hours more.", by =>
    {
        var secret = keys.Rotate(feed, overlap, by);
        LogDone(logger, "rotated", feed, by);
        return secret;
    });

    /// <summary>Changes what a key allows.</summary>
    public KeyOutcome Change(ClaimsPrincipal person, KeyFields fields) => Do(
        person, [.. keys.PlacesOf(fields.Feed, footprint), .. PlacesOf(fields)], ProblemsOf(fields), () => $"Changed what the key of the feed {fields.Feed} allows: {Scope(fields)}.", by =>
    {
        keys.Allow(fields.Feed, ScopeOf(fields), by);
        LogDone(logger, "changed", fields.Feed, by);
        return null;
    });

    /// <summary>Ends a key at once.</summary>
    public KeyOutcome Revoke(ClaimsPrincipal person, string feed) => Do(person, keys.PlacesOf(feed, footprint), [], () => $"Ended the key of the feed {feed}.", by =>
    {
        keys.Revoke(feed, by);
        LogDone(logger, "revoked", feed, by);
        return null;
    });

    private KeyOutcome Do(ClaimsPrincipal person, ImmutableArray<PlaceCode> places, IEnumerable<string?> problems, Func<string> words, Func<string, string?> act)
    {
        // With no place chosen nothing is done anyway: the problems say what to choose.
        var leave = places.IsEmpty && permits.MaySomewhere(person, Act.ManageKeys)
            ? new Leave(PersonText.Of(person), null)
            : permits.AskAll(person, Act.ManageKeys, places);
        if (leave.By is not { } by) return new KeyOutcome(null, [leave.Refusal!]);
        ImmutableArray<string> found = [.. problems.OfType<string>()];
        if (!found.IsEmpty) return new KeyOutcome(null, found);
        var line = person.AuditEntry(AuditKind.Key, "/keys", words());
        try
        {
            audit.Keep(line);
            return new KeyOutcome(act(by), []);
        }
        catch (AuditException refused)
        {
            return new KeyOutcome(null, [refused.Message]);
        }
        catch (KeyException refused)
        {
            audit.Note(AuditLog.Undone(line, refused.Message));
            return new KeyOutcome(null, [refused.Message]);
        }
    }

    private static IEnumerable<string?> ProblemsOf(KeyFields fields)
    {
        if (fields.IsEverywhere is null) yield return "Choose whether the feed may write for every place or for some.";
        if (fields is { IsEverywhere: false, Places.Count: 0 }) yield return "Choose the places that the feed may write for.";
        if (fields.Limit.Trim().Length > 0 && LimitOf(fields) is null) yield return "Give the limit as a whole number of messages a minute, or leave it blank.";
        if (FreeText.Patient(fields.Note, "the note") is { } patient) yield return patient;
    }

    // Everywhere is the whole system; with nothing chosen yet, the problems say so.
    private ImmutableArray<PlaceCode> PlacesOf(KeyFields fields) => fields.IsEverywhere is not false ? [footprint.Root.Code] : [.. fields.Places];

    private static int? LimitOf(KeyFields fields) =>
        int.TryParse(fields.Limit.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Scope(KeyFields fields) =>
        (fields.IsEverywhere is true ? "every place" : string.Join(", ", fields.Places.Order()))
        + (LimitOf(fields) is { } limit ? $", {limit} messages a minute" : "");

    // In the footprint's order, so that two keys of one scope read the same.
    private KeyScope ScopeOf(KeyFields fields) => new(
        fields.IsEverywhere is true ? [] : [.. footprint.Places.Select(place => place.Code).Where(fields.Places.Contains)],
        LimitOf(fields), fields.Note.Trim());

    [LoggerMessage(LogLevel.Information, "Feed key {Act}: {Feed}, by {Person}.")]
    private static partial void LogDone(ILogger logger, string act, string feed, string person);
}
