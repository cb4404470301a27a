using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Accounts;

/// <summary>Changes one's password.</summary>
public sealed partial class PasswordPage(AccountDesk desk)
{
    /// <summary>What a password must be.</summary>
    internal static readonly string PasswordHint = string.Create(
        CultureInfo.InvariantCulture, $"{PasswordRules.Shortest} characters or more, and hard to guess. Three words that do not belong together do well. You can paste it");

    private ImmutableArray<(string Field, string Words)> _problems = [];
    private Account? _account;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordFields? Fields { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _account = desk.Of(Http.User);
        if (_account is null) Http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(AccountDesk.PasswordPath)}");
    }

    private async Task ChangeAsync()
    {
        _problems = await desk.ChangePasswordAsync(Http.User, Fields?.Present, Fields?.Fresh, Fields?.Again, Http.Connection.RemoteIpAddress);
        if (_problems.IsEmpty) Http.Response.Redirect($"{AccountDesk.Path}?done=password");
        else Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    /// <summary>What is filled in.</summary>
    public sealed class PasswordFields
    {
        /// <summary>The one of now.</summary>
        public string? Present { get; set; }

        /// <summary>The new one.</summary>
        public string? Fresh { get; set; }

        /// <summary>The new one once more: nobody sees what they type.</summary>
        public string? Again { get; set; }
    }
}
