using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.SignIn;

/// <summary>What follows once somebody proved who they are: the second factor, or a session of their own.</summary>
public sealed partial class SessionStart(AccountBook book, SignInRecord record, ILogger<SessionStart> logger)
{
    private const string WayClaim = "way";

    /// <summary>Asks for the second factor where there is one and none was given, else begins a session. Answers where to go next.</summary>
    /// <param name="way">How they proved who they are: <see cref="AccountBook.PasswordWay"/> or the provider's name.</param>
    /// <param name="isStrong">Whether a second factor was given.</param>
    /// <param name="back">The page that they wanted.</param>
    /// <exception cref="AccountException">The account is suspended, or it could not be recorded.</exception>
    public async Task<string> GoOnAsync(HttpContext http, Account account, string way, bool isStrong, string? back)
    {
        if (isStrong || !account.HasSecondFactor) return await BeginAsync(http, account, way, isStrong, back);
        await http.SignInAsync(SignInHosting.HalfwayScheme, new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(WayClaim, way)], SignInHosting.HalfwayScheme)));
        return $"{SignInHosting.CodePath}?returnUrl={Uri.EscapeDataString(Local(back))}";
    }

    /// <summary>Who gave the first proof with this browser, and how; null for nobody.</summary>
    public async Task<(Account Account, string Way)?> HalfwayAsync(HttpContext http) =>
        (await http.AuthenticateAsync(SignInHosting.HalfwayScheme)).Principal is { } person
            && book.Find(PersonClaims.AccountOf(person)) is { IsSuspended: false } account && person.FindFirst(WayClaim)?.Value is { } way
            ? (account, way) : null;

    /// <summary>Begins a session with an id that no session had, in place of the one that the browser brought. Answers where to go next.</summary>
    /// <exception cref="AccountException">The account is suspended, or it could not be recorded.</exception>
    public async Task<string> BeginAsync(HttpContext http, Account account, string way, bool isStrong, string? back)
    {
        var address = http.Connection.RemoteIpAddress;
        if (PersonClaims.SessionOf(http.User) is { } before) await book.EndSessionAsync(before, account.Words);
        var session = await book.BeginSessionAsync(account.Id, address?.ToString(), BrowserText.Of(http.Request.Headers.UserAgent.ToString()), way, isStrong);
        await http.SignOutAsync(SignInHosting.HalfwayScheme);
        await http.SignInAsync(SessionPrincipals.Ticket(session.Id));
        record.Note(AuditKind.SignIn, account, isStrong ? $"Signed in by {way} and a second factor." : $"Signed in by {way}.", address);
        LogSignedIn(logger, account.Words, address);
        return account.Job.Length == 0 ? $"{AccountDesk.Path}#name" : Local(back);
    }

    /// <summary>An address of ours, spelt so that it can stand in a header; else the system view.</summary>
    public static string Local(string? address) =>
        // From the root: behind a proxy this program does not know its own full address.
        address is ['/', ..] && RedirectHttpResult.IsLocalUrl(address) ? UriHelper.Encode(new Uri(address, UriKind.Relative)) : "/";

    [LoggerMessage(1, LogLevel.Information, "Signed in: {Person}, from {Address}.")]
    private static partial void LogSignedIn(ILogger logger, string person, System.Net.IPAddress? address);
}
