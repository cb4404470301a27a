using System.Collections.Immutable;

namespace SystemFlow.Domain.Alerts;

/// <summary>What the figures say about a rule at one moment.</summary>
public enum Standing
{
    /// <summary>Too little is known: an alert stays as it is. Silence neither raises nor clears.</summary>
    Unknown,
    /// <summary>One condition is clear.</summary>
    Clear,
    /// <summary>Between the thresholds: it stays as it is.</summary>
    Between,
    /// <summary>All conditions raise.</summary>
    Raised,
}

/// <summary>A standing with the words for it.</summary>
/// <param name="Value">The figure of the first condition, in its metric's unit; null where it has none.</param>
/// <param name="Words">"Bed occupancy 97.1 %, at or above 95 %", for people.</param>
public readonly record struct Evidence(Standing Standing, double? Value, string Words);

/// <summary>What one step needs beside the figures.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Rungs">When each rung of the ladder is due after it fired; empty when nobody is named.</param>
/// <param name="IsPlanned">Whether a planned event covers the rule here now.</param>
/// <param name="IsInhibited">Whether another firing alert, here or above, already says more.</param>
public readonly record struct StepTerms(
    DateTimeOffset Now, ImmutableArray<TimeSpan> Rungs, bool IsPlanned = false, bool IsInhibited = false);

/// <summary>An alert after a step.</summary>
/// <param name="Events">What happened; empty when nothing did that anybody should read of.</param>
public sealed record Stepped(AlertState State, ImmutableArray<AlertEvent> Events);

/// <summary>What a person may do about an alert.</summary>
public enum AlertCommandKind
{
    /// <summary>Take it on: the ladder stops.</summary>
    Acknowledge,
    /// <summary>Put it off until a moment; a reason is needed.</summary>
    Snooze,
}

/// <summary>A person's command about an alert.</summary>
/// <param name="Episode">The episode that they saw; a later one is not meant.</param>
/// <param name="By">Name and role.</param>
/// <param name="Note">For a snooze the reason, at least a word; else free, about no person.</param>
/// <param name="Until">For a snooze, at most 12 hours ahead. UTC.</param>
public sealed record AlertCommand(
    string Rule, string Episode, AlertCommandKind Kind, string By, string Note = "", DateTimeOffset? Until = null);

/// <summary>What became of a command.</summary>
/// <param name="State">The alert after it; null when there is no such alert.</param>
/// <param name="Refusal">Why it changed nothing, for the person; null when it did.</param>
public sealed record CommandOutcome(AlertState? State, string? Refusal);
