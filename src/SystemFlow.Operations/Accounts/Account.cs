using System.Collections.Immutable;
using SystemFlow.Domain.Access;

namespace SystemFlow.Operations.Accounts;

/// <summary>One person's account, as it stood when it was read. Whatever proves a person is not in it.</summary>
/// <param name="Id">Never changes, and never goes to another.</param>
/// <param name="UserName">What they sign in with: their work e-mail address; of the first account, <see cref="First"/>.</param>
/// <param name="Name">As colleagues know them. It stands beside what they do.</param>
/// <param name="Job">What they do, in words, such as site lead; empty until they said so.</param>
public sealed record Account(string Id, string UserName, string Name, string Job)
{
    /// <summary>The user name of the account that the first start makes.</summary>
    public const string First = "administrator";

    /// <summary>Whom they work for, in words; empty where nobody said.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>What they may do, and where.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Whether they are kept out for now; their grants are kept.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Whether there is a password; not where they sign in by a provider alone.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Whether a code from their authenticator is asked for after the password.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>Recovery codes that were not used yet.</summary>
    public int RecoveryCodes { get; init; }

    /// <summary>Until when nobody is let in, after too many wrong passwords or codes; null for no lock. UTC.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it: name and role.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When they last signed in; null for never. UTC.</summary>
    public DateTimeOffset? LastSignedInAt { get; init; }

    /// <summary>When somebody last looked at what they may do and left or changed it; null for never. UTC.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Who that was: name and role.</summary>
    public string? ReviewedBy { get; init; }

    /// <summary>The providers' names for them: issuer and subject.</summary>
    public ImmutableArray<(string Issuer, string Subject)> Logins { get; init; } = [];

    /// <summary>"Name, role", as it stands beside what they do.</summary>
    public string Words => Job.Length > 0 ? $"{Name}, {Job}" : Name;
}

/// <summary>An account could not be changed. The message says why, in words for whoever asked.</summary>
public sealed class AccountException(string message, Exception? inner = null) : Exception(message, inner);
