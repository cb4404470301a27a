using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.People;

namespace SystemFlow.Web.SignIn.Providers;

/// <summary>
/// Lets in whoever the provider vouches for, if they have an account or an invitation: by the tie made before, else by the e-mail
/// address, which is then tied. Nobody is let in who was not invited.
/// </summary>
public sealed partial class ProviderDesk(
    AccountBook book, JoinDesk joins, SessionStart start, SignInRecord record, AuditLog audit, IOptions<ProviderOptions> options, ILogger<ProviderDesk> logger)
{
    private string Provider => options.Value.Name ?? "the provider";

    /// <summary>Lets them in, and answers where to: the page that they wanted, the second factor, or the page that says why not.</summary>
    /// <param name="principal">What a token says that was validated.</param>
    public async Task<string> LetInAsync(HttpContext http, ClaimsPrincipal principal, string? back)
    {
        var arrival = ProviderArrival.Of(principal, options.Value);
        try
        {
            var (account, problem) = await FindAsync(arrival, http.Connection.RemoteIpAddress);
            if (problem is null) return await start.GoOnAsync(http, account!, Provider, options.Value.IsStrong, back);
            return Refuse(http, problem.Value, account, arrival?.Email);
        }
        catch (Exception error) when (error is AccountException or AuditException)
        {
            LogFailed(logger, Provider, ProviderProblem.NotRecorded, error);
            return Refuse(http, ProviderProblem.NotRecorded, null, arrival?.Email);
        }
    }

    /// <summary>The provider let nobody come. Answers the page that says why.</summary>
    public string Fail(HttpContext http, ProviderProblem problem, Exception? error)
    {
        LogFailed(logger, Provider, problem, error);
        return Refuse(http, problem, null, null);
    }

    private async Task<(Account? Account, ProviderProblem? Problem)> FindAsync(ProviderArrival? arrival, IPAddress? address)
    {
        if (arrival is null) return (null, ProviderProblem.NotValid);
        if (!arrival.IsAsDemanded(options.Value)) return (null, ProviderProblem.TooWeak);
        if (book.FindByLogin(arrival.Issuer, arrival.Subject) is { } known) return (known, Suspended(known));
        if (arrival.Email is null) return (null, ProviderProblem.NoEmail);
        if (!arrival.IsEmailTheirs) return (null, ProviderProblem.EmailNotVerified);
        if ((book.FindByName(arrival.Email) ?? await JoinAsync(arrival.Email, address)) is not { } account) return (null, ProviderProblem.NotInvited);
        if (Suspended(account) is { } suspended) return (account, suspended);
        // An address can be given to another person when its owner leaves; the provider's own name for them cannot.
        if (account.Logins.Any(login => login.Issuer == arrival.Issuer)) return (account, ProviderProblem.AnotherPerson);
        await TieAsync(account, arrival);
        return (account, null);
    }

    private async Task<Account?> JoinAsync(string email, IPAddress? address) =>
        joins.FindFor(email) is { } invitation ? await joins.JoinByProviderAsync(invitation, address) : null;

    private async Task TieAsync(Account account, ProviderArrival arrival)
    {
        audit.Keep(Line(AuditKind.Account, account, $"{account.UserName} is tied to {Provider}: whoever signs in there as they did is let in here."));
        await book.LinkAsync(account.Id, arrival.Issuer, arrival.Subject, Provider);
    }

    private string Refuse(HttpContext http, ProviderProblem problem, Account? account, string? email)
    {
        var who = account?.UserName ?? email ?? "Somebody";
        record.Note(AuditKind.SignIn, account, $"{who} was not let in by {Provider}: {ProviderProblemText.InAudit(problem)}", http.Connection.RemoteIpAddress, isTheirs: false);
        return ProviderHosting.ProblemAddress(problem);
    }

    private static ProviderProblem? Suspended(Account account) => account.IsSuspended ? ProviderProblem.Suspended : null;

    private static AuditEntry Line(AuditKind kind, Account account, string words) =>
        new(TimeProvider.System.GetUtcNow(), account.Words, account.Id, kind, ProviderHosting.Path, words);

    [LoggerMessage(1, LogLevel.Warning, "Sign-in by {Provider} failed: {Problem}.")]
    private static partial void LogFailed(ILogger logger, string provider, ProviderProblem problem, Exception? error);
}
