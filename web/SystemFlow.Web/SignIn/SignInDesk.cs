using System.Collections.Immutable;
using System.Net;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;

namespace SystemFlow.Web.SignIn;

/// <summary>What a person fills in to sign in.</summary>
public sealed class SignInFields
{
    /// <summary>Their work e-mail address.</summary>
    public string? UserName { get; set; }

    /// <summary>Their password. Never shown again, never logged.</summary>
    public string? Password { get; set; }
}

/// <summary>What became of an attempt to sign in.</summary>
/// <param name="Account">Who it is; null when nobody was let in.</param>
/// <param name="Problems">Each with the field that it is about, empty for none.</param>
/// <param name="WaitFor">How long to wait after too many wrong passwords; null for no wait.</param>
public sealed record SignInOutcome(Account? Account, ImmutableArray<(string Field, string Words)> Problems, bool IsStrong = false, TimeSpan? WaitFor = null);

/// <summary>Looks at passwords and codes, and slows down who tries them.</summary>
public sealed partial class SignInDesk(AccountBook book, WrongPasswords wrong, SignInRecord record, ILogger<SignInDesk> logger)
{
    // The same words whether there is such an account, whether it is suspended, and whether it is closed.
    private const string NoMatch = "That user name and password do not match. After ten wrong passwords an account is closed for 15 minutes. "
        + "An administrator of this system can send you a link to choose a new one.";

    /// <summary>Looks at a user name and a password.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public async Task<SignInOutcome> TryAsync(SignInFields fields, IPAddress? address)
    {
        ImmutableArray<(string, string)> problems =
        [
            .. string.IsNullOrWhiteSpace(fields.UserName) ? [("user-name", "Enter your user name")] : ImmutableArray<(string, string)>.Empty,
            .. string.IsNullOrEmpty(fields.Password) ? [("password", "Enter your password")] : ImmutableArray<(string, string)>.Empty,
        ];
        if (!problems.IsEmpty) return new SignInOutcome(null, problems);
        if (Wait("password", address) is { } wait) return wait;
        var (result, account) = await book.CheckPasswordAsync(fields.UserName, fields.Password);
        if (result is ProofResult.Right)
        {
            wrong.WasRight(address);
            return new SignInOutcome(account, []);
        }

        LogWrong(logger, address);
        record.Note(AuditKind.SignIn, account, account is null ? "Not let in: nobody has that user name." : $"{account.UserName} was not let in: {Why(result, "password")}", address, isTheirs: false);
        return new SignInOutcome(null, [("password", NoMatch)]);
    }

    /// <summary>Looks at a code of whoever gave the password.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public async Task<SignInOutcome> TryCodeAsync(Account account, string? code, IPAddress? address)
    {
        if (string.IsNullOrWhiteSpace(code)) return new SignInOutcome(null, [("code", "Enter the code that your app shows, or a recovery code")]);
        if (Wait("code", address) is { } wait) return wait;
        var result = await book.CheckCodeAsync(account.Id, code);
        if (result is ProofResult.Right or ProofResult.RightRecovery)
        {
            wrong.WasRight(address);
            if (result is ProofResult.RightRecovery)
            {
                record.Note(AuditKind.SignIn, account, $"A recovery code was used; {book.Find(account.Id)?.RecoveryCodes ?? 0} are left.", address);
            }

            return new SignInOutcome(account, [], IsStrong: true);
        }

        LogWrong(logger, address);
        record.Note(AuditKind.SignIn, account, $"{account.UserName} was not let in: {Why(result, "code")}", address, isTheirs: false);
        return new SignInOutcome(null,
        [
            ("code", result is ProofResult.Wrong
                ? "That code is not right, or was used before. An app shows another every 30 seconds: enter the one that it shows now"
                : "After ten wrong passwords or codes this account is closed for 15 minutes. Wait, then sign in again"),
        ]);
    }

    private static string Why(ProofResult result, string what) => result switch
    {
        ProofResult.Locked => "it is closed for a while after wrong passwords or codes.",
        ProofResult.WrongAndLocked => $"a wrong {what}, the tenth, so it is closed for 15 minutes.",
        _ => $"a wrong {what}.",
    };

    private SignInOutcome? Wait(string field, IPAddress? address)
    {
        if (wrong.Begin(address) is not { } wait) return null;
        LogBlocked(logger, address);
        record.Note(AuditKind.SignIn, null, "Too many wrong passwords or codes came from one address: it waits.", address);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new SignInOutcome(null, [(field, $"Too many wrong passwords came from here. Wait {seconds} seconds, then try again.")], WaitFor: wait);
    }

    [LoggerMessage(2, LogLevel.Warning, "A wrong password or code was given from {Address}.")]
    private static partial void LogWrong(ILogger logger, IPAddress? address);

    [LoggerMessage(3, LogLevel.Warning, "Too many wrong passwords from {Address}; it waits.")]
    private static partial void LogBlocked(ILogger logger, IPAddress? address);
}
