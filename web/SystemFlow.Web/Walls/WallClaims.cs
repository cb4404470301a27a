using System.Globalization;
using System.Security.Claims;
using SystemFlow.Operations.Walls;

namespace SystemFlow.Web.Walls;

/// <summary>
/// What a principal says of a screen on a wall: no account, no session and no role, so that whatever asks for one refuses it. Only
/// <see cref="Domain.Access.Act.WatchWall"/> is open to it.
/// </summary>
internal static class WallClaims
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "wall";

    private const string Id = "wall";
    private const string Mark = "wall-mark";

    /// <summary>A screen that was let in.</summary>
    /// <param name="mark">Ties it to the link that let it in.</param>
    public static ClaimsPrincipal Of(WallPass wall, string mark) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, $"Wallboard: {wall.Name}"), new(Id, wall.Id.ToString(CultureInfo.InvariantCulture)), new(Mark, mark)], Scheme));

    /// <summary>The screen's number and mark; null for whoever is no screen.</summary>
    public static (long Id, string Mark)? IdOf(ClaimsPrincipal person) =>
        person.Identity is { AuthenticationType: Scheme, IsAuthenticated: true } && person.FindFirst(Mark)?.Value is { } mark
        && long.TryParse(person.FindFirst(Id)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (id, mark) : null;
}
