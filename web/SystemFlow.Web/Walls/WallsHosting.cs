using Microsoft.AspNetCore.Authentication;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Limits;
using SystemFlow.Web.People;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Walls;

/// <summary>How a screen on a wall is let in, and to what: its own page and the connection that keeps it live.</summary>
internal static class WallsHosting
{
    /// <summary>Where a screen's link leads.</summary>
    public const string OpenPath = "/wall/open";

    /// <summary>The page that says that a link does not work.</summary>
    public const string ClosedPath = "/wall/closed";

    private static readonly PathString[] Theirs = ["/wall", "/_blazor"];

    /// <summary>Adds the cookie that a screen keeps: until its link's last day, over restarts.</summary>
    public static void AddWalls(this WebApplicationBuilder builder) => builder.Services.AddAuthentication()
        .AddCookie(WallClaims.Scheme, cookie => SignInHosting.Harden(cookie, "systemflow-wall", WallBook.Longest));

    /// <summary>Says which screen asks, where nobody is signed in: on the wallboard's own ways alone. Elsewhere it is nobody.</summary>
    public static void UseWalls(this WebApplication app)
    {
        var walls = app.Services.GetRequiredService<WallBook>();
        app.Use(async (http, next) =>
        {
            if (http.User.Identity is not { IsAuthenticated: true } && Theirs.Any(path => http.Request.Path.StartsWithSegments(path))
                && (await http.AuthenticateAsync(WallClaims.Scheme)).Principal is { } screen
                && WallClaims.IdOf(screen) is var (id, mark) && walls.Live(id, mark) is { } wall)
            {
                walls.Touch(id);
                http.User = WallClaims.Of(wall, mark);
            }

            await next(http);
        });
    }

    /// <summary>Lets a screen in by its link.</summary>
    public static void MapWallDoor(this IEndpointRouteBuilder routes) => routes.MapGet(OpenPath, OpenAsync).ExcludeFromDescription();

    // Answered by a redirect, so that the secret does not stay in the address bar; in the query, which no line of a log carries.
    private static async Task OpenAsync(HttpContext http, string? key, WallBook walls, WrongLinks links, AuditLog audit)
    {
        var address = http.Connection.RemoteIpAddress;
        var found = links.Find(address, () => walls.FindOpen(key) is var (wall, mark) ? new Opened(wall, mark) : null, out var wait);
        if (wait is { } after)
        {
            await RequestLimits.TooManyAsync(http, after);
            return;
        }

        if (found is null)
        {
            audit.Note(http.AuditEntry(AuditKind.Wall, OpenPath, "A wallboard's link was tried that does not work."));
            http.Response.Redirect(ClosedPath);
            return;
        }

        await http.SignInAsync(WallClaims.Scheme, WallClaims.Of(found.Wall, found.Mark), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = found.Wall.EndsAt });
        audit.Note(http.AuditEntry(AuditKind.Wall, WallDesk.Path, $"The wallboard {found.Wall.Name} was opened."));
        walls.Touch(found.Wall.Id);
        http.Response.Redirect(SessionStart.Local(found.Wall.Address));
    }

    private sealed record Opened(WallPass Wall, string Mark);
}
