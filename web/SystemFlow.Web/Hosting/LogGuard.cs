namespace SystemFlow.Web.Hosting;

/// <summary>
/// Keeps secrets out of the log whatever the settings say. Below a warning the framework writes whole addresses, which may hold a key
/// (InfluxDB's first version sends it in the query), a link's token or what somebody looked for; its HTTP client writes the addresses
/// of webhooks, which are secrets themselves.
/// </summary>
internal static class LogGuard
{
    private static readonly string[] Talkative = ["Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>Raises every rule about those to warnings, and adds one for each provider.</summary>
    public static void Apply(LoggerFilterOptions options)
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            if (IsTalkative(rule.CategoryName) && rule.LogLevel is null or < LogLevel.Warning)
            {
                options.Rules[i] = new LoggerFilterRule(rule.ProviderName, rule.CategoryName, LogLevel.Warning, filter: null);
            }
        }

        string?[] providers = [null, .. options.Rules.Select(rule => rule.ProviderName).OfType<string>().Distinct()];
        foreach (var provider in providers)
        {
            foreach (var category in Talkative) options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, filter: null));
        }
    }

    private static bool IsTalkative(string? category) => category is not null && Talkative.Any(prefix => category.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
