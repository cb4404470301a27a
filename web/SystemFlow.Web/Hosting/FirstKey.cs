using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Hosting;

/// <summary>Sees to it that somebody can send: there is no default key.</summary>
internal static class FirstKey
{
    /// <summary>The feed of the key that a first start makes.</summary>
    public const string FirstFeed = "first";

    /// <summary>The setting that gives the operator's key.</summary>
    public const string Setting = "SYSTEMFLOW_FEED_KEY";

    /// <summary>Sets the operator's key, or at the very first start makes one and prints it: once, and never to a log.</summary>
    /// <exception cref="ArgumentException">The operator's key is too short to be safe.</exception>
    public static void Ensure(FeedKeys keys, string? configured, TextWriter output)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            Set(keys, configured.Trim());
        }
        else if (keys.IsEmpty && keys.IssueFirst(FirstFeed, new KeyScope([]), "First start") is { } secret)
        {
            output.WriteLine($"""

                Feed key, shown this once: {secret}
                Send it in the header X-Api-Key. To choose it yourself, set {Setting}.

                """);
        }
    }

    private static void Set(FeedKeys keys, string secret)
    {
        try
        {
            keys.TakeOperators(secret, Setting);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{Setting}: {error.Message}", error);
        }
    }
}
