using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.SignIn;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.SignIn;

/// <summary>Who acts: a session in a cookie, begun at <c>/sign-in</c>.</summary>
internal static partial class SignInHosting
{
    /// <summary>The page that asks who somebody is.</summary>
    public const string Path = "/sign-in";

    /// <summary>Where a session ends.</summary>
    public const string OutPath = "/sign-out";

    /// <summary>How long a session lasts after it was last used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Adds the password, the cookie and what pages see of it. A session lives in real time, in a replay too.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddKeyRing();
        services.AddSingleton(provider =>
        {
            var data = provider.GetRequiredService<IOptions<DataOptions>>().Value;
            var password = new AdminPassword(System.IO.Path.Combine(data.Directory, "operations.db"));
            FirstPassword.Ensure(password, builder.Configuration[FirstPassword.Setting], Console.Out);
            return password;
        });
        services.AddSingleton<WrongPasswords>();
        services.AddSingleton<SignInDesk>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, PageSession>();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "systemflow";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // Strict would forget who follows a link in a message.
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Lifetime;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = Path;
            cookie.TimeProvider = TimeProvider.System;
            cookie.Events.OnValidatePrincipal = EndIfPasswordChangedAsync;
        });
        builder.AddProvider(authentication);
    }

    /// <summary>Says who asks, before anything depends on it; and makes the first password now, not at the first visit.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.Services.GetRequiredService<AdminPassword>();
        app.UseAuthentication();
    }

    /// <summary>Ends a session, by POST from one of our own pages.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost(OutPath, SignOutAsync).ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SignOutAsync(
        HttpContext http, IAntiforgery antiforgery, ILogger<SignInDesk> logger)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.Problem(
                "Nobody was signed out. Load the page again, then sign out.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (PersonText.Of(http.User) is { } person) LogSignedOut(logger, person);
        await http.SignOutAsync();
        return TypedResults.LocalRedirect("/");
    }

    private static async Task EndIfPasswordChangedAsync(CookieValidatePrincipalContext session)
    {
        var desk = session.HttpContext.RequestServices.GetRequiredService<SignInDesk>();
        if (session.Principal is { } person && desk.IsStill(person)) return;
        session.RejectPrincipal();
        await session.HttpContext.SignOutAsync();
    }

    [LoggerMessage(4, LogLevel.Information, "Signed out: {Person}.")]
    private static partial void LogSignedOut(ILogger logger, string person);
}
