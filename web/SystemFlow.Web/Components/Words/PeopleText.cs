using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Components.Words;

/// <summary>How people's access stands, in words.</summary>
internal static class PeopleText
{
    /// <summary>A state, as a tag has it.</summary>
    public static string Of(PersonState state) => state.ToString();

    /// <summary>The same with what it means.</summary>
    public static string Of(PersonRow row) => row.State switch
    {
        PersonState.Locked => $"Locked until {UkTime.Clock(row.Account.LockedUntil!.Value)}",
        PersonState.Suspended => "Suspended",
        _ => "Active",
    };

    /// <summary>Why somebody should look.</summary>
    public static string Of(ReviewReason reason, Account account, DateTimeOffset now) => reason switch
    {
        ReviewReason.Unused => account.LastSignedInAt is { } at ? $"Not signed in for {AgeText.Of(now - at)}" : "Never signed in",
        _ => account.ReviewedAt is { } reviewed ? $"Not reviewed for {AgeText.Of(now - reviewed)}" : "Never reviewed",
    };

    /// <summary>When somebody last signed in.</summary>
    public static string SignedIn(Account account, DateTimeOffset now) =>
        account.LastSignedInAt is { } at ? AgeText.Ago(now - at) : "Never";

    /// <summary>When somebody last looked at the access, and who.</summary>
    public static string Reviewed(Account account) =>
        account.ReviewedAt is { } at ? $"{UkTime.Date(at)}, by {account.ReviewedBy}" : "Never";

    /// <summary>How many are due, for the head of the page.</summary>
    public static string Due(int due, int all) => due switch
    {
        0 => $"Nobody is due for review, of {all} {(all == 1 ? "account" : "accounts")}.",
        1 => $"1 of {all} accounts is due for review.",
        _ => $"{due} of {all} accounts are due for review.",
    };

    /// <summary>How an invitation stands.</summary>
    public static string Of(Invitation invitation, DateTimeOffset now) => invitation.At(now) switch
    {
        InvitationState.Open => $"Open until {UkTime.DateAndClock(invitation.EndsAt)}",
        InvitationState.Over => $"Ran out on {UkTime.Date(invitation.EndsAt)}",
        InvitationState.Taken => $"Taken up on {UkTime.Date(invitation.TakenAt!.Value)}",
        _ => $"Withdrawn on {UkTime.Date(invitation.WithdrawnAt!.Value)} by {invitation.WithdrawnBy}",
    };

    /// <summary>How a screen on a wall stands.</summary>
    public static string Of(WallPass wall, DateTimeOffset now) =>
        wall.WithdrawnAt is { } at ? $"Ended on {UkTime.Date(at)} by {wall.WithdrawnBy}"
        : wall.IsLive(now) ? $"Looks until {UkTime.Date(wall.EndsAt.AddSeconds(-1))}"
        : $"Ran out on {UkTime.Date(wall.EndsAt.AddSeconds(-1))}";
}
