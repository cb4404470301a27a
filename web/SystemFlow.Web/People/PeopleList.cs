using System.Collections.Immutable;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;

namespace SystemFlow.Web.People;

/// <summary>How an account stands.</summary>
public enum PersonState
{
    /// <summary>It lets its owner in.</summary>
    Active,
    /// <summary>It is closed for a while, after wrong passwords.</summary>
    Locked,
    /// <summary>An administrator keeps its owner out.</summary>
    Suspended,
}

/// <summary>An account with what follows from it at a moment.</summary>
/// <param name="Due">Why somebody should look whether it is still needed; empty for no reason.</param>
public sealed record PersonRow(Account Account, PersonState State, ImmutableArray<ReviewReason> Due);

/// <summary>What the list of people is narrowed to, as its address says; what it does not know is as if it were not there.</summary>
/// <param name="Text">Words, each of which must be in the name, the user name, the role or the organisation.</param>
/// <param name="Place">Who has a role over this place, or over one under it; null for everybody.</param>
/// <param name="IsDue">Only who is due for a look.</param>
public sealed record PeopleFilter(string Text, Place? Place, Role? Role, PersonState? State, bool IsDue)
{
    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 100;

    /// <summary>From an address.</summary>
    public static PeopleFilter Of(Footprint footprint, string? text, string? place, string? role, string? state) => new(
        text is { Length: <= LongestText } ? text.Trim() : "",
        footprint.TryFind(place, out var found) ? found : null,
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(one => one.ToString() == role),
        Enum.GetValues<PersonState>().Cast<PersonState?>().FirstOrDefault(one => one.ToString() == state),
        state == Due);

    /// <summary>What the address says for who is due.</summary>
    public const string Due = "Due";

    /// <summary>The address of a page or file with the same filter.</summary>
    public string On(string path)
    {
        (string Name, string? Value)[] all = [("q", Text), ("place", Place?.Code.ToString()), ("role", Role?.ToString()), ("state", IsDue ? Due : State?.ToString())];
        var query = string.Join('&', all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>Whether somebody is among them.</summary>
    public bool Holds(PersonRow row, Footprint footprint)
    {
        var account = row.Account;
        var words = string.Join('\n', account.Name, account.UserName, account.Job, account.Organisation);
        return (State is null || row.State == State)
            && (!IsDue || !row.Due.IsEmpty)
            && (Role is null || account.Grants.Any(grant => grant.Role == Role))
            && (Place is null || account.Grants.Any(grant => AccessRules.Covers(Place.Code, grant.Scope, footprint)))
            && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => words.Contains(word, StringComparison.CurrentCultureIgnoreCase));
    }
}

/// <summary>The people that somebody manages.</summary>
internal static class PeopleList
{
    /// <summary>By name; nobody who has no role within the looker's scope.</summary>
    public static ImmutableArray<PersonRow> Of(
        IEnumerable<Account> accounts, ImmutableArray<Grant> looker, ReviewRules rules, Footprint footprint, DateTimeOffset now) =>
    [
        .. accounts.Where(account => GrantRules.MaySee(looker, account.Grants, footprint)).Select(account => new PersonRow(
            account, StateOf(account, now), rules.Of(account.CreatedAt, account.LastSignedInAt, account.ReviewedAt, account.IsSuspended, now))),
    ];

    /// <summary>How an account stands.</summary>
    public static PersonState StateOf(Account account, DateTimeOffset now) =>
        account.IsSuspended ? PersonState.Suspended : account.LockedUntil > now ? PersonState.Locked : PersonState.Active;
}
