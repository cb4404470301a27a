using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.SignIn;

namespace SystemFlow.Web.SignIn.Providers;

/// <summary>Lets in whoever the provider vouches for, if they were invited.</summary>
public sealed partial class ProviderDesk(AdminPassword password, IOptions<ProviderOptions> options, ILogger<ProviderDesk> logger)
{
    /// <summary>Lets them in, and answers where to: the page that they wanted, or the one that says why not.</summary>
    public async Task<string> LetInAsync(HttpContext http, ClaimsPrincipal principal, string back)
    {
        var arrival = ProviderArrival.Of(principal, options.Value)!;
        await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, arrival.Email!), new Claim(SignInDesk.StampClaim, password.Stamp)], CookieAuthenticationDefaults.AuthenticationScheme)));
        return back;
    }

    /// <summary>Nobody was let in.</summary>
    public void Failed(HttpContext http, ProviderProblem problem, Exception? error) => LogFailed(logger, problem, error);

    [LoggerMessage(LogLevel.Warning, "Sign-in by the provider failed: {Problem}.")]
    private static partial void LogFailed(ILogger logger, ProviderProblem problem, Exception? error);
}
