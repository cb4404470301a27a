using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Access;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Accounts;

/// <summary>Who somebody is here, what they may do, and where they are signed in. Plain forms: a session that ends is a cookie that goes.</summary>
public sealed partial class AccountPage(AccountDesk desk, AccountBook book, Footprint footprint)
{
    private const string Others = "others";

    private ImmutableArray<(string Field, string Words)> _problems = [];
    private ImmutableArray<Session> _sessions = [];
    private Account? _account;
    private string? _session;

    /// <summary>What was done just now; null for nothing.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "name")]
    private NameFields? Named { get; set; }

    [SupplyParameterFromForm(FormName = "end")]
    private EndFields? Ended { get; set; }

    private string? DoneWords => Done switch
    {
        "name" => "Your name and role were saved.",
        "session" => "The session was ended. Whoever used it is signed out.",
        "others" => "All other sessions were ended.",
        "password" => "Your password was changed. Your other sessions were ended.",
        "second-factor-off" => "Your second factor is off.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _account = desk.Of(Http.User);
        _session = PersonClaims.SessionOf(Http.User);
        if (_account is null) Http.Response.Redirect($"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(AccountDesk.Path)}");
        else _sessions = book.Sessions(_account.Id);
    }

    private async Task NameAsync() =>
        Answer(await desk.NameAsync(Http.User, Named?.Name, Named?.Job, Http.Connection.RemoteIpAddress), "name");

    private async Task EndAsync()
    {
        var session = Ended?.Session;
        if (string.IsNullOrEmpty(session)) return;
        Answer(
            await desk.EndAsync(Http.User, session == Others ? null : session, Http.Connection.RemoteIpAddress), session == Others ? "others" : "session");
    }

    private void Answer(ImmutableArray<(string Field, string Words)> problems, string done)
    {
        _problems = problems;
        if (problems.IsEmpty) Http.Response.Redirect($"{AccountDesk.Path}?done={done}");
        else Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    /// <summary>What is filled in.</summary>
    public sealed class NameFields
    {
        /// <summary>As colleagues know them.</summary>
        public string? Name { get; set; }

        /// <summary>Their role in words.</summary>
        public string? Job { get; set; }
    }

    /// <summary>What is to end.</summary>
    public sealed class EndFields
    {
        /// <summary>A session's id, or all the others.</summary>
        public string? Session { get; set; }
    }
}
