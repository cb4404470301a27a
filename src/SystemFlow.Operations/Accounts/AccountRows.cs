using Microsoft.AspNetCore.Identity;

namespace SystemFlow.Operations.Accounts;

/// <summary>A row of <c>accounts</c>: Identity's columns and ours.</summary>
internal sealed class AccountRow : IdentityUser
{
    public string Name { get; set; } = "";

    public string Job { get; set; } = "";

    public string Organisation { get; set; } = "";

    public bool IsSuspended { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTimeOffset? LastSignedInAt { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    public string? ReviewedBy { get; set; }

    /// <summary>When a password or code was last wrong.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>The newest 30 seconds whose code was used: neither it nor an older one counts again.</summary>
    public long UsedStep { get; set; }

    /// <summary>Recovery codes that were not used yet.</summary>
    public int RecoveryCodes { get; set; }

    /// <summary>The hash of the password that the server's settings gave last; null for none.</summary>
    public string? SettingHash { get; set; }
}

/// <summary>A row of <c>grants</c>.</summary>
internal sealed class GrantRow
{
    public required string AccountId { get; init; }

    public required string Role { get; init; }

    public required string Scope { get; init; }
}

/// <summary>A row of <c>sessions</c>.</summary>
internal sealed class SessionRow
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    public string? Address { get; init; }

    public required string Browser { get; init; }

    public required string Way { get; init; }

    public bool IsStrong { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedBy { get; set; }
}

/// <summary>A row of <c>resets</c>: a link to choose a password by, of which only the hash is kept.</summary>
internal sealed class ResetRow
{
    public required string Hash { get; init; }

    public required string AccountId { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
