using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Access;

namespace SystemFlow.Web.SignIn;

/// <summary>Whom a session stands for now: made anew each time that it is asked for, so that what changed counts at once.</summary>
internal sealed class SessionPrincipals(AccountBook book, SecondFactorNeed need)
{
    // On somebody who only looks because a second factor is missing.
    private const string LooksOnly = "looks-only";

    /// <summary>Who it is and what they may do; null for a session that is over.</summary>
    public ClaimsPrincipal? Of(string? session)
    {
        if (book.Live(session) is not { } live || book.Find(live.AccountId) is not { } account) return null;
        var looksOnly = need.Has(account) && !live.IsStrong;
        var grants = looksOnly ? account.Grants.Select(grant => grant with { Role = Role.Viewer }).Distinct() : account.Grants;
        var person = PersonClaims.Of(account.Id, account.Name, account.Job, grants, live.Id, CookieAuthenticationDefaults.AuthenticationScheme);
        if (looksOnly) ((ClaimsIdentity)person.Identity!).AddClaim(new Claim(LooksOnly, "true"));
        return person;
    }

    /// <summary>Whether somebody only looks until they set up a second factor.</summary>
    public static bool IsLooksOnly(ClaimsPrincipal person) => person.HasClaim(claim => claim.Type == LooksOnly);

    /// <summary>What a cookie says: which session, and nothing else.</summary>
    public static ClaimsPrincipal Ticket(string session) =>
        new(new ClaimsIdentity([new Claim(PersonClaims.Session, session)], CookieAuthenticationDefaults.AuthenticationScheme));
}
