using System.Net;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Api;
using SystemFlow.Web.Notices;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Hosting;

/// <summary>What stands before every request.</summary>
internal static class WebGuards
{
    /// <summary>
    /// Keeps strangers out where <c>Access:Anonymous</c> is <c>none</c>: only health is open, links in messages and the
    /// page to sign in with their style sheets, what looks at the sender's key by itself, and what has a key or is asked by
    /// who is signed in.
    /// </summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value;
        var keys = app.ApplicationServices.GetRequiredService<FeedKeys>();
        return app.Use(async (http, next) =>
        {
            var isOpen = options.Anonymous is { } said ? said == "viewer" : IsThisMachine(http.Connection.LocalIpAddress);
            var mayLook = isOpen || http.User.Identity is { IsAuthenticated: true };
            if (mayLook || IsForEverybody(http.Request.Path) || http.NeedsFeedKey() || keys.FindFor(http.Request) is not null)
            {
                await next(http);
                return;
            }

            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
                return;
            }

            await TypedResults.Problem(
                "This system does not show itself to everybody: sign in at /sign-in, or send a key. Its operator may set Access:Anonymous to viewer.",
                statusCode: StatusCodes.Status403Forbidden, title: "Not open to visitors").ExecuteAsync(http);
        });
    }

    private static bool IsForEverybody(PathString path) =>
        path.Value is "/healthz" or "/readyz" or InfluxApi.Ping or SignInHosting.Path
        || path.StartsWithSegments(AcknowledgeApi.Path) || path.StartsWithSegments("/css") || path.StartsWithSegments("/lib/nhsuk-frontend");

    // No address: the request did not come over a network.
    private static bool IsThisMachine(IPAddress? local) => local is null || IPAddress.IsLoopback(local);
}
