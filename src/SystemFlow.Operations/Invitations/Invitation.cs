using System.Collections.Immutable;
using SystemFlow.Domain.Access;

namespace SystemFlow.Operations.Invitations;

/// <summary>What somebody is invited to.</summary>
/// <param name="Email">Their work e-mail address: only an account of that address comes of it.</param>
/// <param name="Name">As colleagues know them.</param>
/// <param name="Job">What they do, in words.</param>
/// <param name="Organisation">Whom they work for, in words; empty where nobody said.</param>
/// <param name="Note">What the inviter wants to tell them; empty for nothing.</param>
public sealed record InvitationDraft(string Email, string Name, string Job, string Organisation, ImmutableArray<Grant> Grants, string Note = "");

/// <summary>How an invitation stands.</summary>
public enum InvitationState
{
    /// <summary>It can be taken up.</summary>
    Open,
    /// <summary>It was taken up.</summary>
    Taken,
    /// <summary>Somebody took it back.</summary>
    Withdrawn,
    /// <summary>Its days are over.</summary>
    Over,
}

/// <summary>An invitation, whose secret was shown once and is kept as its hash.</summary>
/// <param name="MadeBy">Who invites: name and role.</param>
/// <param name="Inviter">The inviter's account: what it may not give any more when the invitation is taken up, is not given.</param>
/// <param name="EndsAt">From when on it does not work. UTC.</param>
public sealed record Invitation(long Id, InvitationDraft Draft, DateTimeOffset MadeAt, string MadeBy, string Inviter, DateTimeOffset EndsAt)
{
    /// <summary>When it was taken up; null while it was not. UTC.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>When it was taken back; null while it was not. UTC.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who took it back: name and role.</summary>
    public string? WithdrawnBy { get; init; }

    /// <summary>How it stands.</summary>
    public InvitationState At(DateTimeOffset now) =>
        TakenAt is not null ? InvitationState.Taken
        : WithdrawnAt is not null ? InvitationState.Withdrawn
        : now >= EndsAt ? InvitationState.Over
        : InvitationState.Open;
}
