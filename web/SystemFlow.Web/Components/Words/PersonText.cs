using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace SystemFlow.Web.Components.Words;

/// <summary>Who did something, in words.</summary>
internal static class PersonText
{
    /// <summary>The claim with a person's role in words.</summary>
    public const string RoleClaim = "role-words";

    /// <summary>"Name, role" of who is signed in; null for nobody.</summary>
    public static string? Of(ClaimsPrincipal person)
    {
        var name = person.FindFirst(ClaimTypes.Name)?.Value ?? person.Identity?.Name;
        if (person.Identity is not { IsAuthenticated: true } || string.IsNullOrWhiteSpace(name)) return null;
        return person.FindFirst(RoleClaim)?.Value is { Length: > 0 } role ? $"{name}, {role}" : name;
    }

    /// <summary>The same of who looks at a page.</summary>
    public static async Task<string?> OfAsync(Task<AuthenticationState>? signedIn) =>
        signedIn is null ? null : Of((await signedIn).User);
}
