using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Api;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.Access;

/// <summary>Nobody comes through a door that does not say who may.</summary>
internal static class AccessHosting
{
    /// <summary>The page that says that somebody's roles do not allow what they went to.</summary>
    private const string NotAllowedPath = "/not-allowed";

    /// <summary>One policy for each act of the table; what names none is refused.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Permits>();
        builder.Services.AddSingleton<IAuthorizationHandler, ActHandler>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>();
        var access = builder.Services.AddAuthorizationBuilder();
        foreach (var act in Enum.GetValues<Act>()) access.AddPolicy(act.ToString(), policy => policy.AddRequirements(new ActRequirement(act)));
        access.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }

    /// <summary>
    /// Lets visitors look where <c>Access:Anonymous</c> says so, and programs with a feed's key; then keeps everybody to the table.
    /// </summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var (options, keys) = (services.GetRequiredService<IOptions<AccessOptions>>().Value, services.GetRequiredService<FeedKeys>());
        var visitor = PersonClaims.Visitor(services.GetRequiredService<Footprint>().Root.Code);
        app.Use((http, next) =>
        {
            if (http.User.Identity is not { IsAuthenticated: true } && (IsOpen(options, http) || keys.FindFor(http.Request) is not null)) http.User = visitor;
            return next(http);
        });
        app.UseAuthorization();
    }

    /// <summary>Pages say by themselves who may see them; whoever may see any may hold a page open. Scripts show nothing of what is kept.</summary>
    public static void KeepDoors(this RazorComponentsEndpointConventionBuilder pages) => pages.Add(endpoint =>
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } route } || endpoint.Metadata.Any(said => said is IAuthorizeData or IAllowAnonymous)) return;
        if (route.TrimStart('/').StartsWith("_framework", StringComparison.Ordinal)) endpoint.Metadata.Add(new AllowAnonymousAttribute());
        else if (route.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal)) endpoint.Metadata.Add(new NeedsAttribute(Act.WatchWall));
    });

    private static bool IsOpen(AccessOptions options, HttpContext http) =>
        options.Anonymous is { } said ? said == "viewer" : IsThisMachine(http.Connection.LocalIpAddress);

    // No address: the request did not come over a network.
    private static bool IsThisMachine(IPAddress? local) => local is null || IPAddress.IsLoopback(local);

    /// <summary>Allowed to do something, about some place at least.</summary>
    private sealed record ActRequirement(Act Act) : IAuthorizationRequirement;

    private sealed class ActHandler(Footprint footprint) : AuthorizationHandler<ActRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ActRequirement requirement)
        {
            var isWall = requirement.Act is Act.WatchWall && WallClaims.IdOf(context.User) is not null;
            if (isWall || AccessRules.MaySomewhere(PersonClaims.GrantsOf(context.User), requirement.Act, footprint)) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    /// <summary>How a door is kept shut: a browser is asked to sign in, or told why not; a program gets a problem.</summary>
    private sealed class Refusals : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext http, AuthorizationPolicy policy, PolicyAuthorizationResult result)
        {
            // Where there is no door there is nothing to keep: it is not found.
            if (result.Succeeded || http.GetEndpoint() is null) return next(http);
            var isPerson = http.User.Identity is { IsAuthenticated: true };
            var isPage = HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
            if (isPage && !isPerson)
            {
                http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
                return Task.CompletedTask;
            }

            http.RequestServices.GetRequiredService<AuditLog>().Note(http.AuditEntry(
                AuditKind.Refusal, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", $"Refused: {http.Request.Method} of {(isPage ? "a page" : "an address")} that their roles do not allow."));
            if (isPage)
            {
                http.Response.Redirect(NotAllowedPath);
                return Task.CompletedTask;
            }

            return TypedResults.Problem(
                isPerson
                    ? "You are signed in, and your roles do not allow this. An administrator can give you one that does."
                    : "This system does not show itself to everybody: sign in at /sign-in, or send a key. Its operator may set Access:Anonymous to viewer.",
                statusCode: StatusCodes.Status403Forbidden, title: isPerson ? "Not allowed" : "Not open to visitors").ExecuteAsync(http);
        }
    }
}
