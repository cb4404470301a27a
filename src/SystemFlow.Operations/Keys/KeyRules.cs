using SystemFlow.Domain.Live;

namespace SystemFlow.Operations.Keys;

/// <summary>What a key may be called and allow.</summary>
public static class KeyRules
{
    /// <summary>The shortest key that an operator may set: one that cannot be guessed.</summary>
    public const int ShortestSecret = 24;

    /// <summary>The longest name of a feed: it is the source of its readings.</summary>
    public const int LongestName = 64;

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 200;

    /// <summary>The highest limit that a key may have of its own.</summary>
    public const int MostPerMinute = 60_000;

    /// <summary>For how long an old secret works beside a new one, unless it is ended at once.</summary>
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);

    private static readonly string[] Taken = [Figure.Derived, Figure.RolledUp, FeedKey.OperatorsFeed];

    /// <summary>What is wrong with a name for a feed; null when nothing is.</summary>
    public static string? ProblemOf(string feed) =>
        feed.Length is < 2 or > LongestName || !feed.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_')
            ? $"Name the feed in 2 to {LongestName} small letters, digits, hyphens and dots, such as lister-pas."
        : Taken.Contains(feed) ? $"This system calls something of its own {feed}. Choose another name."
        : null;

    /// <summary>What is wrong with what a key is to allow; null when nothing is.</summary>
    public static string? ProblemOf(KeyScope scope) =>
        scope.MessagesPerMinute is < 1 or > MostPerMinute
            ? $"A limit of its own is 1 to {MostPerMinute} messages a minute. Leave it blank for the server's own."
        : scope.Note.Length > LongestNote ? $"Keep the note within {LongestNote} characters."
        : null;
}
