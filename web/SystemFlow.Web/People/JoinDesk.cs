using System.Collections.Immutable;
using System.Net;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Access;

namespace SystemFlow.Web.People;

/// <summary>What became of taking up an invitation.</summary>
/// <param name="Account">Whose account it is from now on; null where nothing was done.</param>
public sealed record JoinOutcome(Account? Account, ImmutableArray<(string Field, string Words)> Problems);

/// <summary>
/// Takes up invitations: once, by whoever has the link, for an account of the address that was invited. An address that has an account
/// gets the roles only when its owner, signed in, accepts them.
/// </summary>
public sealed class JoinDesk(InvitationBook invitations, AccountBook book, Footprint footprint, WrongLinks links, AuditLog audit)
{
    /// <summary>The page to take an invitation up.</summary>
    public const string Path = "/join";

    private static readonly JoinOutcome Gone = new(null, [("", "This link does not work any more. Ask whoever invited you for another one.")]);

    /// <summary>The link of a secret. In the query, which no line of a log carries.</summary>
    public static string LinkOf(string secret) => $"{Path}?key={Uri.EscapeDataString(secret)}";

    /// <summary>The invitation of a link; null for one that does not work, for whatever reason.</summary>
    /// <param name="wait">How long to wait after too many wrong links; null for no wait.</param>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public Invitation? Find(string? secret, IPAddress? address, out TimeSpan? wait) =>
        links.Find(address, () => invitations.FindOpen(secret) is { } found && IsStillGood(found) ? found : null, out wait);

    /// <summary>The invitation that waits for an address which a provider vouches for; null for none.</summary>
    public Invitation? FindFor(string email) => invitations.FindOpenFor(email) is { } found && IsStillGood(found) ? found : null;

    /// <summary>Makes the account of somebody who has none, with a password that they choose.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public async Task<JoinOutcome> JoinAsync(Invitation invitation, string? name, string? job, string? fresh, string? again, IPAddress? address)
    {
        var draft = invitation.Draft;
        ImmutableArray<(string, string)> problems =
        [
            .. PeopleDesk.WordsProblems(name, job, null).Select(problem => (problem.Field, problem.Words.Replace("their", "your", StringComparison.Ordinal))),
            .. PasswordRules.ProblemOf(fresh, draft.Email) is { } wrong ? [("fresh", wrong)]
                : fresh != again ? [("again", "Enter the same password again")] : ImmutableArray<(string, string)>.Empty,
        ];
        if (!problems.IsEmpty) return new JoinOutcome(null, problems);
        return await MakeAsync(invitation, name!, job!, fresh, address);
    }

    /// <summary>Makes the account of somebody whom a provider vouches for; it has no password.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    /// <exception cref="AuditException">It could not be written down.</exception>
    public async Task<Account?> JoinByProviderAsync(Invitation invitation, IPAddress? address) =>
        (await MakeAsync(invitation, invitation.Draft.Name, invitation.Draft.Job, null, address)).Account;

    /// <summary>Gives the roles of an invitation to the account that is signed in, if it is that of the address.</summary>
    public async Task<JoinOutcome> AcceptAsync(Invitation invitation, ClaimsPrincipal person, IPAddress? address)
    {
        if (book.Find(PersonClaims.AccountOf(person)) is not { IsSuspended: false } account || !IsTheirs(invitation, account) || invitation.Inviter == account.Id) return Gone;
        var line = Line(account, $"{account.Words} accepted more roles by an invitation of {invitation.MadeBy}: {RolesOf(invitation)}.", address);
        return await TakeAsync(invitation, line, async () =>
        {
            await book.SetGrantsAsync(account.Id, account.Grants.Union(invitation.Draft.Grants));
            return book.Find(account.Id)!;
        });
    }

    /// <summary>Whether an invitation is for the address of an account.</summary>
    public static bool IsTheirs(Invitation invitation, Account account) =>
        string.Equals(account.UserName, invitation.Draft.Email, StringComparison.OrdinalIgnoreCase);

    private Task<JoinOutcome> MakeAsync(Invitation invitation, string name, string job, string? password, IPAddress? address)
    {
        var draft = invitation.Draft;
        if (book.FindByName(draft.Email) is not null) return Task.FromResult(Gone);
        var line = Line(null, $"{draft.Email} ({name.Trim()}, {job.Trim()}) joined by an invitation of {invitation.MadeBy}: {RolesOf(invitation)}.", address);
        return TakeAsync(invitation, line, () => book.CreateAsync(draft.Email, name, job, draft.Organisation, draft.Grants, password, invitation.MadeBy));
    }

    private async Task<JoinOutcome> TakeAsync(Invitation invitation, AuditEntry line, Func<Task<Account>> make)
    {
        audit.Keep(line);
        if (!invitations.TryTake(invitation.Id))
        {
            audit.Note(AuditLog.Undone(line, "the invitation was used or withdrawn in the meantime."));
            return Gone;
        }

        try
        {
            return new JoinOutcome(await make(), []);
        }
        catch (AccountException refused)
        {
            invitations.GiveBack(invitation.Id);
            audit.Note(AuditLog.Undone(line, refused.Message));
            return new JoinOutcome(null, [("", refused.Message)]);
        }
    }

    // Whoever lost the right to give these roles meanwhile, gives them to nobody.
    private bool IsStillGood(Invitation invitation) => invitation.Draft.Grants is { IsEmpty: false } grants
        && grants.All(grant => GrantRules.MayGive(book.GrantsOf(invitation.Inviter), grant, footprint));

    private string RolesOf(Invitation invitation) => string.Join("; ", invitation.Draft.Grants.Select(grant => AccessText.Of(grant, footprint)));

    private static AuditEntry Line(Account? account, string words, IPAddress? address) => new(
        TimeProvider.System.GetUtcNow(), account?.Words ?? AuditEntry.Nobody, account?.Id, AuditKind.Invitation,
        account is null ? InvitationDesk.Path : PeopleDesk.PathOf(account.Id), words, null, address?.ToString());
}
