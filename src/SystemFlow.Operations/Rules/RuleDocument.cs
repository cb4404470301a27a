namespace SystemFlow.Operations.Rules;

/// <summary>What a rule document rules.</summary>
public enum RuleKind
{
    /// <summary>How figures become a level.</summary>
    Pressure,
    /// <summary>When to warn.</summary>
    Alerts,
    /// <summary>Whom.</summary>
    Rota,
    /// <summary>What is to be done when a level rises.</summary>
    ActionCards,
}

/// <summary>One version of the rules of a kind, as somebody saved it. Never changed and never removed.</summary>
/// <param name="Version">From 1, by kind; 0 is what the product comes with.</param>
/// <param name="Name">The document's own name.</param>
/// <param name="Body">JSON, as Domain reads it.</param>
/// <param name="Author">Name and role.</param>
/// <param name="At">When it was saved. UTC.</param>
/// <param name="Note">Why, in the author's words.</param>
/// <param name="ConfirmedBy">Who confirmed the numbers; null shows as "to be confirmed".</param>
/// <param name="IsPutInForce">Whether it was put in force when it was saved; else it is a draft.</param>
public sealed record RuleDocument(
    RuleKind Kind, int Version, string Name, string Body, string Author, DateTimeOffset At, string Note,
    string? ConfirmedBy, bool IsPutInForce);

/// <summary>What became of a save.</summary>
/// <param name="Version">The version that it made; null when it was refused.</param>
/// <param name="Refusal">Why it changed nothing, for the person; null when it did.</param>
public sealed record SavedRules(int? Version, string? Refusal);
