using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Accounts;

/// <summary>Sets up a second factor, makes new recovery codes, or turns it off.</summary>
public sealed partial class SecondFactorPage(AccountDesk desk, AccountBook book)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private ImmutableArray<string> _codes = [];
    private Account? _account;
    private string? _key;
    private QrPicture? _picture;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "confirm")]
    private ConfirmFields? Confirm { get; set; }

    [SupplyParameterFromForm(FormName = "change")]
    private ChangeFields? Change { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _account = desk.Of(Http.User);
        if (_account is null) Http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(AccountDesk.SecondFactorPath)}");
        else if (_account is { HasSecondFactor: false }) await ShowKeyAsync(_account);
    }

    private async Task ShowKeyAsync(Account account)
    {
        try
        {
            _key = await book.BeginSecondFactorAsync(account.Id);
            _picture = QrPicture.OfKey(_key, account.UserName);
        }
        catch (AccountException error)
        {
            _problems = [("", error.Message)];
        }
    }

    private async Task ConfirmAsync()
    {
        (_codes, _problems) = await desk.ConfirmAsync(Http.User, Confirm?.Code, Http.Connection.RemoteIpAddress);
        Answer();
    }

    private async Task ChangeAsync()
    {
        if (Change?.What is not "off")
        {
            (_codes, _problems) = await desk.NewCodesAsync(Http.User, Change?.Password, Http.Connection.RemoteIpAddress);
            Answer();
            return;
        }

        _problems = await desk.TurnOffAsync(Http.User, Change.Password, Http.Connection.RemoteIpAddress);
        if (_problems.IsEmpty) Http.Response.Redirect($"{AccountDesk.Path}?done=second-factor-off");
        else Answer();
    }

    private void Answer()
    {
        if (!_problems.IsEmpty) Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    /// <summary>What is filled in to turn it on.</summary>
    public sealed class ConfirmFields
    {
        /// <summary>What the app shows.</summary>
        public string? Code { get; set; }
    }

    /// <summary>What is filled in to change it.</summary>
    public sealed class ChangeFields
    {
        /// <summary>The present password.</summary>
        public string? Password { get; set; }

        /// <summary>New codes, or off.</summary>
        public string? What { get; set; }
    }
}
