using System.Collections.Immutable;

namespace SystemFlow.Domain.Alerts;

/// <summary>The alert rules of a system.</summary>
/// <param name="Source">The documents that they come from.</param>
/// <param name="Status">What is to be confirmed, in words for the screen.</param>
public sealed record AlertRuleSet(string Name, string Version, string Source, string Status, ImmutableArray<AlertRule> Rules)
{
    /// <summary>No rules at all.</summary>
    public static AlertRuleSet None { get; } = new("None", "0", "", "", []);
}
