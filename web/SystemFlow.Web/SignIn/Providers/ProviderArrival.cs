using System.Collections.Immutable;
using System.Security.Claims;

namespace SystemFlow.Web.SignIn.Providers;

/// <summary>Who the provider says has come: what its signed word says, and no more than is needed of it.</summary>
/// <param name="Issuer">Which provider says so.</param>
/// <param name="Subject">Its own name for the person, which never changes and never goes to another.</param>
/// <param name="Email">Their work e-mail address; null where it gives none.</param>
/// <param name="IsEmailTheirs">Whether the address is known to be the person's own, and not just what they typed there.</param>
/// <param name="Name">As the provider has it; null where it gives none.</param>
/// <param name="Acr">Which kind of authentication it was; null where it does not say.</param>
/// <param name="Amr">By which means.</param>
public sealed record ProviderArrival(
    string Issuer, string Subject, string? Email, bool IsEmailTheirs, string? Name, string? Acr, ImmutableArray<string> Amr)
{
    /// <summary>From the claims of a token that was validated; null where they lack who says it and of whom.</summary>
    public static ProviderArrival? Of(ClaimsPrincipal principal, ProviderOptions options)
    {
        if (principal.FindFirst("sub")?.Value is not { Length: > 0 } subject || principal.FindFirst("iss")?.Value is not { Length: > 0 } issuer) return null;
        var email = principal.FindFirst(options.EmailClaim)?.Value.Trim();
        return new ProviderArrival(
            issuer, subject, string.IsNullOrEmpty(email) ? null : email,
            options.TrustsEmail || (bool.TryParse(principal.FindFirst("email_verified")?.Value, out var isVerified) && isVerified),
            principal.FindFirst("name")?.Value, principal.FindFirst("acr")?.Value,
            [.. principal.FindAll("amr").Select(claim => claim.Value)]);
    }

    /// <summary>Whether the person proved themselves as the settings demand.</summary>
    public bool IsAsDemanded(ProviderOptions options)
    {
        var (acr, amr) = (ProviderOptions.Words(options.RequiredAcr), ProviderOptions.Words(options.RequiredAmr));
        return (acr.Length == 0 || (Acr is not null && acr.Contains(Acr, StringComparer.Ordinal)))
            && (amr.Length == 0 || Amr.Intersect(amr, StringComparer.Ordinal).Any());
    }
}
