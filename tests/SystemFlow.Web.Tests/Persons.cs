using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Access;

namespace SystemFlow.Web.Tests;

/// <summary>People in tests.</summary>
internal static class Persons
{
    private static readonly PlaceCode Root = Footprint.HertfordshireWestEssex.Root.Code;

    /// <summary>Every role over the whole system: for tests of what is done, not of who may.</summary>
    public static IEnumerable<Grant> Everything => Enum.GetValues<Role>().Select(role => new Grant(role, Root));

    /// <summary>Nobody, as where visitors may not look.</summary>
    public static ClaimsPrincipal Nobody => new(new ClaimsIdentity());

    /// <summary>Somebody signed in who may do everything.</summary>
    public static ClaimsPrincipal SignedIn(string name = "Ann Other", string role = "site lead") => With(name, role, [.. Everything]);

    /// <summary>Somebody signed in with these grants, such as <c>Lead RWH01</c>.</summary>
    public static ClaimsPrincipal With(params string[] grants) => With("Ann Other", "site lead", [.. grants.Select(Read)]);

    private static ClaimsPrincipal With(string name, string role, Grant[] grants) =>
        PersonClaims.Of($"account-of-{name}", name, role, grants, "session", "test");

    private static Grant Read(string text) => Grant.TryParse(text, out var grant) ? grant : throw new FormatException($"'{text}' is no grant.");
}
