using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Accounts;

/// <summary>Asks whoever gave the password for the second factor.</summary>
public sealed partial class SignInCodePage(SignInDesk desk, SessionStart start)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private (Account Account, string Way)? _halfway;

    /// <summary>The page to go back to; one of ours, else the system view.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "code")]
    private CodeFields? Fields { get; set; }

    private string Here => $"{SignInHosting.CodePath}?returnUrl={Uri.EscapeDataString(SessionStart.Local(ReturnUrl))}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _halfway = await start.HalfwayAsync(Http);
        if (_halfway is null) Http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(SessionStart.Local(ReturnUrl))}");
    }

    private async Task SignInAsync()
    {
        if (_halfway is not var (account, way)) return;
        try
        {
            var outcome = await desk.TryCodeAsync(account, Fields?.Code, Http.Connection.RemoteIpAddress);
            if (outcome.Account is not null) Http.Response.Redirect(await start.BeginAsync(Http, account, way, isStrong: true, ReturnUrl));
            else SignInPage.Refuse(Http, outcome);
            _problems = outcome.Problems;
        }
        catch (AccountException error)
        {
            _problems = [("", error.Message)];
            Http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>What is filled in.</summary>
    public sealed class CodeFields
    {
        /// <summary>Of the app, or a recovery code.</summary>
        public string? Code { get; set; }
    }
}
