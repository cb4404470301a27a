using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Accounts;

/// <summary>Chooses a password by a link of an administrator's: once, within 24 hours. Looking at it changes nothing, because mail scanners follow links.</summary>
public sealed partial class ResetPage(AccountDesk desk, AccountBook book)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private string? _userName;
    private bool _isDone;

    /// <summary>The link's secret.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "reset")]
    private ResetFields? Fields { get; set; }

    private string Here => SignInHosting.ResetPath + Uri.EscapeDataString(Token);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _userName = (await book.FindResetAsync(Token))?.UserName;
        if (_userName is null) Http.Response.StatusCode = StatusCodes.Status410Gone;
    }

    private async Task ResetAsync()
    {
        if (_userName is null) return;
        try
        {
            (var account, _problems) = await desk.ResetAsync(Token, Fields?.Fresh, Fields?.Again, Http.Connection.RemoteIpAddress);
            _userName = account?.UserName;
            _isDone = _userName is not null && _problems.IsEmpty;
        }
        catch (Exception error) when (error is AccountException or AuditException)
        {
            _problems = [("", error.Message)];
        }

        if (!_isDone) Http.Response.StatusCode = _userName is null ? StatusCodes.Status410Gone : StatusCodes.Status400BadRequest;
    }

    /// <summary>What is filled in.</summary>
    public sealed class ResetFields
    {
        /// <summary>The new password.</summary>
        public string? Fresh { get; set; }

        /// <summary>Once more: nobody sees what they type.</summary>
        public string? Again { get; set; }
    }
}
