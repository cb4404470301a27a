using System.Net;
using System.Security.Claims;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.SignIn;

/// <summary>Writes down who signed in, was not let in, and changed how they prove who they are: in the audit. Never what was typed.</summary>
public sealed class SignInRecord(AuditLog audit)
{
    /// <summary>Somebody was let in, or not, or went.</summary>
    /// <param name="account">Whose account it is about; null for a user name that nobody has.</param>
    public void Note(AuditKind kind, Account? account, string words, IPAddress? address, bool isTheirs = true) => audit.Note(new AuditEntry(
        TimeProvider.System.GetUtcNow(), isTheirs && account is not null ? account.Words : AuditEntry.Nobody, account?.Id, kind, SignInHosting.Path, words, null, address?.ToString()));

    /// <summary>Writes down a change that somebody makes to their own account; it is on disk when this returns.</summary>
    /// <exception cref="AuditException">It could not be written down: do not change anything.</exception>
    public void Keep(AuditKind kind, Account account, string words, IPAddress? address) => audit.Keep(new AuditEntry(
        TimeProvider.System.GetUtcNow(), account.Words, account.Id, kind, AccountDesk.Path, words, null, address?.ToString()));

    /// <inheritdoc cref="Keep(AuditKind, Account, string, IPAddress?)"/>
    public void Keep(AuditKind kind, ClaimsPrincipal person, string words, IPAddress? address) => audit.Keep(new AuditEntry(
        TimeProvider.System.GetUtcNow(), PersonText.Of(person) ?? AuditEntry.Nobody, PersonClaims.AccountOf(person), kind, AccountDesk.Path, words, null, address?.ToString()));
}
