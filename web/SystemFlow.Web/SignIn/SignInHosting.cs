using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Storage;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.SignIn;

/// <summary>Who acts: a session of an account, whose id is in a cookie, begun at <c>/sign-in</c>.</summary>
internal static partial class SignInHosting
{
    /// <summary>The page that asks who somebody is.</summary>
    public const string Path = "/sign-in";

    /// <summary>The page that asks for the second factor.</summary>
    public const string CodePath = "/sign-in/code";

    /// <summary>Where a session ends.</summary>
    public const string OutPath = "/sign-out";

    /// <summary>Where a password is chosen by a link; its secret follows.</summary>
    public const string ResetPath = "/reset/";

    /// <summary>The cookie of who gave the first of two proofs.</summary>
    public const string HalfwayScheme = "halfway";

    private static readonly TimeSpan HalfwayLasts = TimeSpan.FromMinutes(10);

    /// <summary>Adds the accounts, the cookies and what pages see of them. A session lives in real time, in a replay too.</summary>
    public static AuthenticationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddKeyRing();
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new AccountBookOptions(
            System.IO.Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Directory, "accounts.db"),
            Root: provider.GetRequiredService<Footprint>().Root.Code));
        services.AddOperationsStorage();
        services.AddSingleton(provider => new AccountBook(
            provider.GetRequiredService<OperationsStorage>(), provider.GetRequiredService<AccountBookOptions>(), TimeProvider.System,
            provider.GetRequiredService<IDataProtectionProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService<SessionSeenWriter>();
        services.AddSingleton(_ => new WrongPasswords(TimeProvider.System));
        services.AddSingleton<SecondFactorNeed>().AddSingleton<SessionPrincipals>().AddSingleton<SignInRecord>();
        services.AddSingleton<SignInDesk>().AddSingleton<SessionStart>().AddSingleton<AccountDesk>();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(form => form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddScoped<AuthenticationStateProvider, PageSession>();
        return services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                Harden(cookie, "systemflow", Session.Longest);
                cookie.LoginPath = Path;
                cookie.Events.OnValidatePrincipal = MakeAnewAsync;
            })
            .AddCookie(HalfwayScheme, cookie => Harden(cookie, "systemflow-halfway", HalfwayLasts));
    }

    /// <summary>Says who asks, before anything depends on it; and makes the first account now, not at the first visit.</summary>
    /// <exception cref="AccountException">A newer program wrote the accounts.</exception>
    public static async Task UseSignInAsync(this WebApplication app)
    {
        await FirstAccount.EnsureAsync(app.Services.GetRequiredService<AccountBook>(), app.Configuration[FirstAccount.Setting], Console.Out);
        app.UseAuthentication();
    }

    /// <summary>Ends a session, by POST from one of our own pages.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost(OutPath, SignOutAsync).ExcludeFromDescription();

    /// <summary>What holds for every cookie that lets somebody in.</summary>
    internal static void Harden(CookieAuthenticationOptions cookie, string name, TimeSpan lasts)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.Path = "/"; // As __Host- demands.
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.IsEssential = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax; // Strict would forget who follows a link in a message.
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new HostPrefixCookies();
        cookie.ExpireTimeSpan = lasts;
        cookie.SlidingExpiration = false; // The session says when it is over.
        cookie.TimeProvider = TimeProvider.System;
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SignOutAsync(
        HttpContext http, IAntiforgery antiforgery, AccountBook book, SignInRecord record, IOptions<ProviderOptions> provider, ILogger<SessionStart> logger)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.Problem(
                "Nobody was signed out. Load the page again, then sign out.", statusCode: StatusCodes.Status400BadRequest);
        }

        var leaves = false;
        if (PersonText.Of(http.User) is { } person && PersonClaims.SessionOf(http.User) is { } session)
        {
            leaves = provider.Value is { IsSet: true, SignsOutThere: true, Name: { } name } && book.Live(session)?.Way == name;
            await book.EndSessionAsync(session, person);
            record.Note(AuditKind.SignOut, book.Find(PersonClaims.AccountOf(http.User)), "Signed out.", http.Connection.RemoteIpAddress);
            LogSignedOut(logger, person);
        }

        await http.SignOutAsync();
        return TypedResults.LocalRedirect(leaves ? ProviderHosting.LeavingPath : "/");
    }

    private static async Task MakeAnewAsync(CookieValidatePrincipalContext cookie)
    {
        var services = cookie.HttpContext.RequestServices;
        var session = cookie.Principal is { } ticket ? PersonClaims.SessionOf(ticket) : null;
        if (services.GetRequiredService<SessionPrincipals>().Of(session) is { } person)
        {
            services.GetRequiredService<AccountBook>().Touch(session!);
            cookie.ReplacePrincipal(person);
            return;
        }

        cookie.RejectPrincipal();
        await cookie.HttpContext.SignOutAsync();
    }

    [LoggerMessage(4, LogLevel.Information, "Signed out: {Person}.")]
    private static partial void LogSignedOut(ILogger logger, string person);
}
