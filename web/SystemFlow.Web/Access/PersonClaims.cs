using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Access;

/// <summary>What a principal says of a person: who they are, what they may do, and through which session they came.</summary>
internal static class PersonClaims
{
    /// <summary>A role over a place, as <see cref="Grant.ToString"/> writes it; one claim for each.</summary>
    public const string Grant = "grant";

    /// <summary>The session's id.</summary>
    public const string Session = "session";

    /// <summary>Somebody who has signed in.</summary>
    /// <param name="account">The account's id.</param>
    /// <param name="job">Their role in words.</param>
    /// <param name="scheme">How they signed in; never empty.</param>
    public static ClaimsPrincipal Of(
        string account, string name, string job, IEnumerable<Grant> grants, string session, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account), new(ClaimTypes.Name, name), new(PersonText.RoleClaim, job), new(Session, session),
            .. grants.Select(ClaimOf),
        ],
        scheme));

    /// <summary>A visitor who may look without having signed in: nobody, with a viewer's grant.</summary>
    public static ClaimsPrincipal Visitor(PlaceCode root) => new(new ClaimsIdentity([ClaimOf(new Grant(Role.Viewer, root))]));

    /// <summary>What they may do; empty for nobody.</summary>
    public static ImmutableArray<Grant> GrantsOf(ClaimsPrincipal person)
    {
        var grants = ImmutableArray.CreateBuilder<Grant>();
        foreach (var claim in person.FindAll(Grant))
        {
            if (Domain.Access.Grant.TryParse(claim.Value, out var grant)) grants.Add(grant);
        }

        return grants.ToImmutable();
    }

    /// <summary>The account's id; null for nobody.</summary>
    public static string? AccountOf(ClaimsPrincipal person) => person.FindFirst(ClaimTypes.NameIdentifier)?.Value;

    /// <summary>The session's id; null for nobody.</summary>
    public static string? SessionOf(ClaimsPrincipal person) => person.FindFirst(Session)?.Value;

    private static Claim ClaimOf(Grant grant) => new(Grant, grant.ToString());
}
