using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Asks who somebody is. A plain form, without script: the cookie that it sets needs an answer over HTTP.</summary>
public sealed partial class SignInPage(SignInDesk desk, SessionStart start, IOptions<ProviderOptions> provider)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];

    /// <summary>The page to go back to; one of ours, else the system view.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInFields? Fields { get; set; }

    private string Here => $"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(SessionStart.Local(ReturnUrl))}";

    private async Task SignInAsync()
    {
        try
        {
            var outcome = await desk.TryAsync(Fields ?? new SignInFields(), Http.Connection.RemoteIpAddress);
            if (outcome.Account is { } account) Http.Response.Redirect(await start.GoOnAsync(Http, account, AccountBook.PasswordWay, isStrong: false, ReturnUrl));
            else Refuse(Http, outcome);
            _problems = outcome.Problems;
        }
        catch (AccountException error)
        {
            _problems = [("", error.Message)];
            Http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>Says by the answer's status that nobody was let in, and for how long not.</summary>
    internal static void Refuse(HttpContext http, SignInOutcome outcome)
    {
        http.Response.StatusCode = outcome.WaitFor is null ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
        if (outcome.WaitFor is { } wait) http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
