using SystemFlow.Operations;

namespace SystemFlow.Web.Hosting;

/// <summary>Sees to it that somebody can send: there is no default key.</summary>
internal static class FirstKey
{
    /// <summary>The feed of the key that <c>SYSTEMFLOW_FEED_KEY</c> sets.</summary>
    public const string EnvironmentFeed = "environment";

    /// <summary>The feed of the key that a first start makes.</summary>
    public const string FirstFeed = "first";

    /// <summary>Sets the operator's key, or at the very first start makes one and prints it: once, and never to a log.</summary>
    public static void Ensure(FeedKeys keys, string? configured, TextWriter output)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            keys.Set(EnvironmentFeed, [], configured.Trim());
        }
        else if (keys.IsEmpty)
        {
            output.WriteLine($"""

                Feed key, shown this once: {keys.Issue(FirstFeed, [])}
                Send it in the header X-Api-Key. To choose it yourself, set SYSTEMFLOW_FEED_KEY.

                """);
        }
    }
}
