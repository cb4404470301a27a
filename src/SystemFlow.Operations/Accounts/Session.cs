namespace SystemFlow.Operations.Accounts;

/// <summary>Somebody signed in with one browser.</summary>
/// <param name="Id">128 random bits; another at each sign-in.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="StartedAt">When they signed in. UTC.</param>
/// <param name="Address">From where; null where it is not known.</param>
/// <param name="Browser">With what, in words, such as Edge on Windows.</param>
/// <param name="Way">How they proved who they are, such as "password" or the provider's name.</param>
public sealed record Session(string Id, string AccountId, DateTimeOffset StartedAt, string? Address, string Browser, string Way)
{
    /// <summary>How long it lasts after it was last used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How long it lasts at most, however much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Whether a second factor was given, here or at the provider.</summary>
    public bool IsStrong { get; init; }

    /// <summary>When it was last used. UTC; kept to the minute over a restart.</summary>
    public DateTimeOffset LastSeenAt { get; init; } = StartedAt;

    /// <summary>When it was ended; null while it lasts. UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it: name and role.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Whether it still counts.</summary>
    public bool Lasts(DateTimeOffset now) => EndedAt is null && now - LastSeenAt < Idle && now - StartedAt < Longest;
}
