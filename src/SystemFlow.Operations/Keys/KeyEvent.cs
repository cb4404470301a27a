namespace SystemFlow.Operations.Keys;

/// <summary>What was done to a key.</summary>
public enum KeyAct
{
    /// <summary>A feed was given a key.</summary>
    Issued,
    /// <summary>It was given another secret.</summary>
    Rotated,
    /// <summary>Its places, its limit or its note were changed.</summary>
    Changed,
    /// <summary>It was ended.</summary>
    Revoked,
}

/// <summary>A line of the keys' history. It never holds a secret, nor its hash.</summary>
/// <param name="By">Who did it: name and role, or what part of the program.</param>
/// <param name="Scope">What the key allows from then on; null where that did not change.</param>
/// <param name="OldEndsAt">For another secret: until when the one before works.</param>
public sealed record KeyEvent(
    DateTimeOffset At, string By, string Feed, KeyAct Act, KeyScope? Scope = null, DateTimeOffset? OldEndsAt = null);

/// <summary>A key could not be changed. The message says why, in words for whoever asked.</summary>
public sealed class KeyException(string message, Exception? inner = null) : Exception(message, inner);
