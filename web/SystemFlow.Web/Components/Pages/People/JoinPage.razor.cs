using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Access;
using SystemFlow.Web.People;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Components.Pages.People;

/// <summary>Takes an invitation up. A plain form: it begins a session. Looking at it changes nothing, because mail scanners follow links.</summary>
public sealed partial class JoinPage(JoinDesk desk, AccountBook book, SessionStart start, IOptions<ProviderOptions> provider, Footprint footprint)
{
    private Invitation? _invitation;
    private Account? _owner;
    private TimeSpan? _wait;
    private ImmutableArray<(string Field, string Words)> _problems = [];

    /// <summary>The link's secret.</summary>
    [SupplyParameterFromQuery]
    public string? Key { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "join")]
    private JoinFields? Fields { get; set; }

    private string Here => JoinDesk.LinkOf(Key ?? "");

    // What was posted to a link that does not work any more: without its form, the answer would be one for programmers.
    private string? Posted => Http.Request.HasFormContentType && Http.Request.Form["_handler"].ToString() is "join" or "accept" ? Http.Request.Form["_handler"].ToString() : null;

    private bool IsOwner => _owner is not null && PersonClaims.AccountOf(Http.User) == _owner.Id;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _invitation = desk.Find(Key, Http.Connection.RemoteIpAddress, out _wait);
        _owner = _invitation is null ? null : book.FindByName(_invitation.Draft.Email);
        if (_invitation is not null) return;
        Http.Response.StatusCode = _wait is null ? StatusCodes.Status410Gone : StatusCodes.Status429TooManyRequests;
        if (_wait is { } wait) Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static void Nothing()
    {
        // The page says that the link does not work.
    }

    private async Task JoinAsync()
    {
        if (_invitation is null || _owner is not null) return;
        await TakeAsync(() => desk.JoinAsync(_invitation, Fields?.Name, Fields?.Job, Fields?.Fresh, Fields?.Again, Http.Connection.RemoteIpAddress),
            account => start.GoOnAsync(Http, account, AccountBook.PasswordWay, isStrong: false, "/"));
    }

    private async Task AcceptAsync()
    {
        if (_invitation is null) return;
        await TakeAsync(() => desk.AcceptAsync(_invitation, Http.User, Http.Connection.RemoteIpAddress), _ => Task.FromResult(AccountDesk.Path));
    }

    private async Task TakeAsync(Func<Task<JoinOutcome>> take, Func<Account, Task<string>> then)
    {
        try
        {
            var outcome = await take();
            _problems = outcome.Problems;
            if (outcome.Account is { } account) Http.Response.Redirect(await then(account));
            else Http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Exception error) when (error is AccountException or AuditException)
        {
            _problems = [("", error.Message)];
            Http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>What is filled in.</summary>
    public sealed class JoinFields
    {
        /// <summary>As colleagues know them.</summary>
        public string? Name { get; set; }

        /// <summary>What they do, in words.</summary>
        public string? Job { get; set; }

        /// <summary>The password.</summary>
        public string? Fresh { get; set; }

        /// <summary>Once more: nobody sees what they type.</summary>
        public string? Again { get; set; }
    }
}
