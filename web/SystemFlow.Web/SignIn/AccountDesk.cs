using System.Collections.Immutable;
using System.Net;
using System.Security.Claims;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.SignIn;

/// <summary>What people change about their own account. Each change is in the audit before it is made.</summary>
public sealed class AccountDesk(AccountBook book, SignInRecord record)
{
    /// <summary>The page of who somebody is here.</summary>
    public const string Path = "/account";

    /// <summary>The page to change the password.</summary>
    public const string PasswordPath = "/account/password";

    /// <summary>The page to set up a second factor.</summary>
    public const string SecondFactorPath = "/account/second-factor";

    /// <summary>The longest name or role, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>Whose account it is; null for nobody.</summary>
    public Account? Of(ClaimsPrincipal person) => book.Find(PersonClaims.AccountOf(person));

    /// <summary>Says who somebody is, in words. Answers what keeps it from being done.</summary>
    public async Task<ImmutableArray<(string Field, string Words)>> NameAsync(ClaimsPrincipal person, string? name, string? job, IPAddress? address)
    {
        ImmutableArray<(string, string)> problems =
        [
            .. WrongWords(name, "your name") is { } wrongName ? [("name", wrongName)] : ImmutableArray<(string, string)>.Empty,
            .. WrongWords(job, "your role") is { } wrongJob ? [("job", wrongJob)] : ImmutableArray<(string, string)>.Empty,
        ];
        if (!problems.IsEmpty) return problems;
        return await DoAsync(person, AuditKind.Account, $"Is called {name!.Trim()}, {job!.Trim()} from now on.", address, account => book.NameAsync(account.Id, name!, job!));
    }

    /// <summary>Ends one of somebody's own sessions, or all but this one. Answers what keeps it from being done.</summary>
    /// <param name="session">Its id; null for all the others.</param>
    public Task<ImmutableArray<(string Field, string Words)>> EndAsync(ClaimsPrincipal person, string? session, IPAddress? address) => DoAsync(
        person, AuditKind.Session, session is null ? "Ended all other sessions of their own." : "Ended a session of their own.", address, account =>
            session is null ? book.EndAllAsync(account.Id, account.Words, PersonClaims.SessionOf(person))
            : book.Sessions(account.Id).Any(one => one.Id == session) ? book.EndSessionAsync(session, account.Words)
            : Task.CompletedTask);

    /// <summary>Changes the password; the other sessions end. Answers what keeps it from being done.</summary>
    public async Task<ImmutableArray<(string Field, string Words)>> ChangePasswordAsync(
        ClaimsPrincipal person, string? present, string? fresh, string? again, IPAddress? address)
    {
        if (Of(person) is not { } account) return NotSignedIn;
        if (PasswordRules.ProblemOf(fresh, account.UserName) is { } problem) return [("fresh", problem)];
        if (fresh != again) return [("again", "Enter the same new password again")];
        if (await ProblemOfAsync(account, present, address) is { } wrong) return [("present", wrong)];
        return await DoAsync(person, AuditKind.Account, "Changed their password; their other sessions ended.", address,
            own => book.SetPasswordAsync(own.Id, fresh!, own.Words, PersonClaims.SessionOf(person)));
    }

    /// <summary>Takes a second factor into use. Answers the recovery codes, or what keeps it from being done.</summary>
    public async Task<(ImmutableArray<string> Codes, ImmutableArray<(string Field, string Words)> Problems)> ConfirmAsync(
        ClaimsPrincipal person, string? code, IPAddress? address)
    {
        ImmutableArray<string> codes = [];
        var problems = await DoAsync(person, AuditKind.Account, "Gave a code to turn a second factor on.", address, async account =>
            codes = await book.ConfirmSecondFactorAsync(account.Id, code, account.Words, PersonClaims.SessionOf(person) ?? ""));
        if (!problems.IsEmpty) return (codes, problems);
        record.Note(AuditKind.Account, Of(person), codes.IsEmpty ? "The code was wrong: no second factor is on." : "A second factor is on.", address);
        return codes.IsEmpty ? (codes, [("code", "That code is not right. Enter the one that your app shows now")]) : (codes, problems);
    }

    /// <summary>Makes new recovery codes, after the password; where there is none, after a code. Answers them, or what keeps it from being done.</summary>
    public async Task<(ImmutableArray<string> Codes, ImmutableArray<(string Field, string Words)> Problems)> NewCodesAsync(
        ClaimsPrincipal person, string? password, IPAddress? address)
    {
        if (Of(person) is not { } account) return ([], NotSignedIn);
        if (await ProblemOfAsync(account, password, address) is { } wrong) return ([], [("password", wrong)]);
        ImmutableArray<string> codes = [];
        var problems = await DoAsync(person, AuditKind.Account, "Made new recovery codes.", address, async own => codes = await book.NewRecoveryCodesAsync(own.Id));
        return (codes, problems);
    }

    /// <summary>Turns the second factor off, after the password; where there is none, after a code. Answers what keeps it from being done.</summary>
    public async Task<ImmutableArray<(string Field, string Words)>> TurnOffAsync(ClaimsPrincipal person, string? password, IPAddress? address)
    {
        if (Of(person) is not { } account) return NotSignedIn;
        if (await ProblemOfAsync(account, password, address) is { } wrong) return [("password", wrong)];
        return await DoAsync(person, AuditKind.Account, "Turned their second factor off.", address, own => book.EndSecondFactorAsync(own.Id));
    }

    /// <summary>Chooses a password by a link. Answers whose it was, or what keeps it from being done; neither where the link does not work.</summary>
    /// <exception cref="AuditException">It could not be written down, and was not done.</exception>
    public async Task<(Account? Account, ImmutableArray<(string Field, string Words)> Problems)> ResetAsync(
        string secret, string? fresh, string? again, IPAddress? address)
    {
        if (await book.FindResetAsync(secret) is not { } account) return (null, []);
        if (PasswordRules.ProblemOf(fresh, account.UserName) is { } problem) return (account, [("fresh", problem)]);
        if (fresh != again) return (account, [("again", "Enter the same new password again")]);
        record.Keep(AuditKind.Account, account, "Chose a password by a link; all their sessions ended.", address);
        return (await book.ResetAsync(secret, fresh!), []);
    }

    private static ImmutableArray<(string, string)> NotSignedIn => [("", "Sign in again: your session has ended.")];

    private static string? WrongWords(string? text, string what) =>
        string.IsNullOrWhiteSpace(text) ? $"Enter {what}"
        : text.Any(char.IsControl) ? $"Enter {what} on one line"
        : FreeText.ProblemOf(text, what, LongestName)?.TrimEnd('.');

    private async Task<string?> ProblemOfAsync(Account account, string? password, IPAddress? address)
    {
        var what = account.HasPassword ? "present password" : "code";
        if (string.IsNullOrEmpty(password)) return $"Enter your {what}";
        var result = account.HasPassword ? (await book.CheckPasswordAsync(account.UserName, password)).Result : await book.CheckCodeAsync(account.Id, password);
        if (result is ProofResult.Right or ProofResult.RightRecovery) return null;
        record.Note(AuditKind.SignIn, account, $"A wrong {what} was given on {account.UserName}'s account page.", address);
        return result is ProofResult.Wrong ? $"That is not your {what}"
            : "After ten wrong passwords or codes your account is closed for 15 minutes. Wait, then try again";
    }

    private async Task<ImmutableArray<(string, string)>> DoAsync(
        ClaimsPrincipal person, AuditKind kind, string words, IPAddress? address, Func<Account, Task> change)
    {
        if (Of(person) is not { } account) return NotSignedIn;
        try
        {
            record.Keep(kind, person, words, address);
            await change(account);
            return [];
        }
        catch (Exception error) when (error is AccountException or AuditException)
        {
            return [("", error.Message)];
        }
    }
}
