namespace Orleans;

/// <summary>Why an activation ends.</summary>
/// <param name="code">The reason in one word.</param>
/// <param name="text">The reason in a sentence, for a log.</param>
public readonly struct DeactivationReason(DeactivationReasonCode code, string text)
{
    /// <summary>The reason in a sentence.</summary>
    public string Description { get; } = text;

    /// <summary>The reason in one word.</summary>
    public DeactivationReasonCode ReasonCode { get; } = code;

    /// <summary>The reason, for a log.</summary>
    public override string ToString() => $"{ReasonCode}: {Description}";
}

/// <summary>Why an activation ends, in one word. The numbers are those of Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason is given.</summary>
    None,

    /// <summary>The process stops.</summary>
    ShuttingDown,

    /// <summary>Nobody has called the grain for a while.</summary>
    ActivationIdle = 4,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,
}
