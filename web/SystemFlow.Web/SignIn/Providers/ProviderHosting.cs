using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SystemFlow.Web.SignIn.Providers;

/// <summary>Sign-in by an OpenID provider: authorization code with PKCE, and an ID token that is validated whole.</summary>
internal static class ProviderHosting
{
    /// <summary>Where a person sets out to the provider.</summary>
    public const string Path = "/sign-in/provider";

    /// <summary>Where the provider sends them back to: the redirect address to register there.</summary>
    public const string BackPath = "/sign-in/provider/back";

    /// <summary>Where a person goes who signed out here, to sign out there too.</summary>
    public const string LeavePath = "/sign-in/provider/leave";

    /// <summary>The page before that.</summary>
    public const string LeavingPath = "/sign-in/provider/leaving";

    /// <summary>Where the provider sends them after signing out there.</summary>
    public const string OutPath = "/sign-in/provider/out";

    /// <summary>The page that says why nobody was signed in.</summary>
    public const string ProblemPath = "/sign-in/provider/problem";

    /// <summary>The scheme's name.</summary>
    public const string Scheme = "provider";

    // Else the first person after the provider changed its keys is refused, and only the second is let in.
    private const string WaitForNewKeys = "Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking";

    // Longer than anybody needs there; shorter than a link that is found later.
    private static readonly TimeSpan AwayAtMost = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Adds the provider that the settings name; none, and nothing of it is there.</summary>
    public static void AddProvider(this WebApplicationBuilder builder, AuthenticationBuilder authentication)
    {
        var services = builder.Services;
        services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderCheck>();
        services.AddSingleton<ProviderDesk>();
        if (builder.Configuration.GetSection(ProviderOptions.Section).Get<ProviderOptions>() is not { IsSet: true }) return;
        AppContext.SetSwitch(WaitForNewKeys, true);
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<ProviderOptions>>((openId, options) => Apply(openId, options.Value));
        authentication.AddOpenIdConnect(Scheme, _ => { });
    }

    /// <summary>The way to the provider. A link and not a form: a form may not lead to another host (content security policy).</summary>
    public static void MapProvider(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, SetOutAsync).ExcludeFromDescription();
        routes.MapGet(LeavePath, LeaveAsync).ExcludeFromDescription();
    }

    private static void Apply(OpenIdConnectOptions openId, ProviderOptions options)
    {
        openId.Authority = options.Authority;
        openId.ClientId = options.ClientId;
        openId.ClientSecret = options.ClientSecret;
        openId.RequireHttpsMetadata = new Uri(options.Authority!).Scheme == Uri.UriSchemeHttps; // Http only on this machine: ProviderCheck.
        openId.ResponseType = OpenIdConnectResponseType.Code;
        openId.ResponseMode = OpenIdConnectResponseMode.Query; // A form post from there would come without our Lax cookies.
        openId.UsePkce = true;
        openId.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        openId.CallbackPath = BackPath;
        openId.SignedOutCallbackPath = OutPath;
        openId.SignedOutRedirectUri = "/";
        openId.RemoteSignOutPath = "";
        openId.RemoteAuthenticationTimeout = AwayAtMost;
        openId.BackchannelTimeout = AnswersWithin;
        openId.TimeProvider = TimeProvider.System;
        openId.SaveTokens = false;
        openId.MapInboundClaims = false;
        openId.GetClaimsFromUserInfoEndpoint = true;
        openId.Scope.Clear();
        foreach (var scope in ProviderOptions.Words(options.Scopes)) openId.Scope.Add(scope);
        openId.ClaimActions.Clear();
        foreach (var claim in (string[])[options.EmailClaim, "email_verified", "name"]) openId.ClaimActions.MapUniqueJsonKey(claim, claim);
        openId.TokenValidationParameters.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ];
        openId.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        openId.TokenValidationParameters.ValidateIssuer = true;
        openId.TokenValidationParameters.ValidAudience = options.ClientId;
        foreach (var cookie in (CookieBuilder[])[openId.CorrelationCookie, openId.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        openId.Events.OnRedirectToIdentityProvider = context =>
        {
            if (options.AcrValues is { Length: > 0 } values) context.ProtocolMessage.AcrValues = values;
            return Task.CompletedTask;
        };
        openId.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.ClientId = options.ClientId; // No ID token is kept that would say which system it is.
            return Task.CompletedTask;
        };
        openId.Events.OnTokenValidated = DemandSignatureAsync;
        openId.Events.OnTicketReceived = ArrivedAsync;
        openId.Events.OnRemoteFailure = FailedAsync;
    }

    private static async Task<Results<RedirectHttpResult, EmptyHttpResult, NotFound>> SetOutAsync(
        HttpContext http, string? returnUrl, IOptions<ProviderOptions> options, ProviderDesk desk)
    {
        if (!options.Value.IsSet) return TypedResults.NotFound();
        var back = SessionStart.Local(returnUrl);
        // Who is sent here by another site sees our page first, and presses the button there.
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site")
        {
            return TypedResults.LocalRedirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(back)}");
        }

        try
        {
            await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = back });
            return TypedResults.Empty;
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException or OpenIdConnectProtocolException)
        {
            return TypedResults.LocalRedirect(desk.Fail(http, ProviderProblem.Unreachable, error));
        }
    }

    // Nobody is signed in here any more: who comes by a link of somebody else's loses nothing, and the provider asks before it ends theirs.
    private static async Task<Results<RedirectHttpResult, EmptyHttpResult>> LeaveAsync(HttpContext http, IOptions<ProviderOptions> options, IOptionsMonitor<OpenIdConnectOptions> openId)
    {
        if (!options.Value.IsSet || !options.Value.SignsOutThere) return TypedResults.LocalRedirect("/");
        try
        {
            var known = await openId.Get(Scheme).ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            if (string.IsNullOrEmpty(known.EndSessionEndpoint)) return TypedResults.LocalRedirect("/");
            await http.SignOutAsync(Scheme);
            return TypedResults.Empty;
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException)
        {
            return TypedResults.LocalRedirect("/");
        }
    }

    // The handler takes an unsigned token, or one whose signature was left out, from the token endpoint, as the standard
    // allows where TLS vouches for it. We do not: one that has a signature was validated by now.
    private static Task DemandSignatureAsync(TokenValidatedContext context)
    {
        var isSigned = context.SecurityToken.RawSignature is { Length: > 0 }
            && context.Options.TokenValidationParameters.ValidAlgorithms.Contains(context.SecurityToken.Header.Alg);
        if (!isSigned) context.Fail("The ID token is not signed.");
        return Task.CompletedTask;
    }

    private static async Task ArrivedAsync(TicketReceivedContext context)
    {
        context.HandleResponse(); // The session is ours, and the provider's ticket goes no further.
        var http = context.HttpContext;
        var desk = http.RequestServices.GetRequiredService<ProviderDesk>();
        http.Response.Redirect(await desk.LetInAsync(http, context.Principal!, context.ReturnUri));
    }

    private static Task FailedAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var problem = ProblemOf(context);
        context.Response.Redirect(context.HttpContext.RequestServices.GetRequiredService<ProviderDesk>().Fail(context.HttpContext, problem, context.Failure));
        return Task.CompletedTask;
    }

    private static ProviderProblem ProblemOf(RemoteFailureContext context) =>
        context.Failure is OpenIdConnectProtocolException && context.Request.Query["error"].ToString() is "access_denied" ? ProviderProblem.Declined
        : Causes(context.Failure).Any(cause => cause is HttpRequestException or TaskCanceledException or TimeoutException or IOException) ? ProviderProblem.Unreachable
        : ProviderProblem.NotValid;

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException) yield return cause;
    }

    /// <summary>The address of the page that says why.</summary>
    public static string ProblemAddress(ProviderProblem problem) => string.Create(CultureInfo.InvariantCulture, $"{ProblemPath}?why={problem}");
}
