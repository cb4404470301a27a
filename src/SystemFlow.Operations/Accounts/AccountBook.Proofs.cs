using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace SystemFlow.Operations.Accounts;

/// <summary>What became of a password or a code.</summary>
public enum ProofResult
{
    /// <summary>It is not the one, or there is no such account, or it is suspended.</summary>
    Wrong,
    /// <summary>It is wrong, and with it the account was closed for a while.</summary>
    WrongAndLocked,
    /// <summary>The account is closed for a while; it was not looked at.</summary>
    Locked,
    /// <summary>It is right.</summary>
    Right,
    /// <summary>It is right, and was a recovery code, which does not count again.</summary>
    RightRecovery,
}

/// <summary>How people prove who they are.</summary>
public sealed partial class AccountBook
{
    private const string Authenticator = "Authenticator";
    private const int RecoveryCodesAtOnce = 10;
    private const int HalfOfRecoveryCode = 5;

    /// <summary>
    /// Looks at a password. As slow for a name that nobody has. A right one does not take back the wrong ones before it: that is for whoever is let in
    /// (<see cref="BeginSessionAsync"/>), else who knows the password could try codes for ever.
    /// </summary>
    /// <returns>Whose it is; null for an account that is not there.</returns>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public async Task<(ProofResult Result, Account? Account)> CheckPasswordAsync(string? userName, string? password)
    {
        var began = TimeProvider.System.GetTimestamp();
        var found = await LookAtPasswordAsync(userName, password);
        var left = _refusesAfter - TimeProvider.System.GetElapsedTime(began);
        if (found.Result is not ProofResult.Right && left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, CancellationToken.None);
        return found;
    }

    private async Task<(ProofResult Result, Account? Account)> LookAtPasswordAsync(string? userName, string? password)
    {
        var account = FindByName(userName);
        var row = account is null ? null : await ReadAsync(account.Id, row => row); // As it stands for every node, and not as this one knew it.
        var hash = row?.PasswordHash;
        var typed = password is { Length: <= PasswordRules.Longest } ? password : "";
        var verified = _hasher.VerifyHashedPassword(new AccountRow(), hash ?? _nobodysHash, typed);
        if (account is null || row is null) return (ProofResult.Wrong, null);
        if (row.LockoutEnd > _time.GetUtcNow()) return (ProofResult.Locked, account);
        if (row.IsSuspended) return (ProofResult.Wrong, account);
        if (hash is null || typed.Length == 0 || verified is PasswordVerificationResult.Failed) return (await CountWrongAsync(account.Id), account);
        if (verified is PasswordVerificationResult.SuccessRehashNeeded) await HashAnewAsync(account.Id, hash, typed);
        return (ProofResult.Right, account);
    }

    // Hashed with fewer rounds than are asked for now: the only time that the password is there to be hashed anew.
    private Task<bool> HashAnewAsync(string id, string before, string password)
    {
        var hash = _hasher.HashPassword(new AccountRow(), password);
        return ChangeAsync(id, (_, _, row) =>
        {
            if (row.PasswordHash == before) row.PasswordHash = hash;
            return Task.CompletedTask;
        });
    }

    /// <summary>Looks at a code of the account's authenticator, or at one of its recovery codes. Either counts once.</summary>
    /// <exception cref="AccountException">There is no such account, or it could not be recorded.</exception>
    public async Task<ProofResult> CheckCodeAsync(string accountId, string? code)
    {
        var account = Find(accountId) ?? throw new AccountException("There is no such account.");
        if (account.LockedUntil > _time.GetUtcNow()) return ProofResult.Locked;
        var typed = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var result = ProofResult.Wrong;
        await ChangeAsync(accountId, async (manager, _, row) =>
        {
            if (row.LockoutEnd > _time.GetUtcNow())
            {
                result = ProofResult.Locked; // By another node, a moment ago.
                return;
            }

            if (!row.TwoFactorEnabled || row.IsSuspended) return;
            if (await manager.VerifyTwoFactorTokenAsync(row, Authenticator, typed)) result = ProofResult.Right;
            else if (typed.Length == 2 * HalfOfRecoveryCode && (await manager.RedeemTwoFactorRecoveryCodeAsync(
                row, $"{typed[..HalfOfRecoveryCode]}-{typed[HalfOfRecoveryCode..]}")).Succeeded)
            {
                result = ProofResult.RightRecovery;
                row.RecoveryCodes--;
            }
            else if (LockRule.CountWrong(row, _time.GetUtcNow())) result = ProofResult.WrongAndLocked;
        });
        return result;
    }

    /// <summary>Sets a password, and ends the account's other sessions at once.</summary>
    /// <param name="by">Who does it: name and role.</param>
    /// <param name="session">The session that goes on; null for none.</param>
    /// <exception cref="AccountException">It can be guessed, or there is no such account.</exception>
    public Task SetPasswordAsync(string accountId, string password, string by, string? session)
    {
        var hash = Hashed(password, Find(accountId)?.UserName ?? "");
        return ChangeAsync(accountId, async (_, context, row) =>
        {
            row.PasswordHash = hash;
            await EndAllNeedsWriterAsync(context, accountId, by, session);
        });
    }

    /// <summary>The key to give an authenticator, in base 32: the same until it is confirmed.</summary>
    /// <exception cref="AccountException">There is a second factor already.</exception>
    public async Task<string> BeginSecondFactorAsync(string accountId)
    {
        var key = "";
        await ChangeAsync(accountId, async (manager, _, row) =>
        {
            if (row.TwoFactorEnabled) throw new AccountException("A second factor is set up already. Turn it off first.");
            if (await manager.GetAuthenticatorKeyAsync(row) is not { Length: > 0 }) Demand(await manager.ResetAuthenticatorKeyAsync(row));
            key = await manager.GetAuthenticatorKeyAsync(row) ?? "";
        });
        return key;
    }

    /// <summary>Takes the second factor into use with a first code of it; the other sessions end, because nobody gave one there.</summary>
    /// <param name="session">The session in which that is done: it has a second factor from now on.</param>
    /// <returns>The recovery codes, which can be seen only now; empty if the code is wrong.</returns>
    /// <exception cref="AccountException">There is a second factor already, or none was begun.</exception>
    public async Task<ImmutableArray<string>> ConfirmSecondFactorAsync(string accountId, string? code, string by, string session)
    {
        ImmutableArray<string> codes = [];
        await ChangeAsync(accountId, async (manager, context, row) =>
        {
            if (row.TwoFactorEnabled) throw new AccountException("A second factor is set up already.");
            var typed = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit));
            if (!await manager.VerifyTwoFactorTokenAsync(row, Authenticator, typed)) return;
            row.TwoFactorEnabled = true;
            codes = await MakeCodesAsync(manager, row);
            await EndAllNeedsWriterAsync(context, accountId, by, session);
            await MarkAsync(context, session, isStrong: true);
        });
        return codes;
    }

    /// <summary>Makes recovery codes in place of those before; they can be seen only now.</summary>
    /// <exception cref="AccountException">There is no second factor.</exception>
    public async Task<ImmutableArray<string>> NewRecoveryCodesAsync(string accountId)
    {
        ImmutableArray<string> codes = [];
        await ChangeAsync(accountId, async (manager, _, row) =>
        {
            if (!row.TwoFactorEnabled) throw new AccountException("There is no second factor to recover.");
            codes = await MakeCodesAsync(manager, row);
        });
        return codes;
    }

    /// <summary>Takes the second factor and its recovery codes away: sessions count as without one from now on.</summary>
    /// <exception cref="AccountException">There is no such account.</exception>
    public Task EndSecondFactorAsync(string accountId) => ChangeAsync(accountId, async (manager, context, row) =>
    {
        await EndSecondFactorNeedsWriterAsync(manager, context, row);
        foreach (var session in Sessions(accountId)) await MarkAsync(context, session.Id, isStrong: false);
    });

    /// <summary>How a session began that a password began.</summary>
    public const string PasswordWay = "password";

    private static async Task EndSecondFactorNeedsWriterAsync(UserManager<AccountRow> manager, AccountContext context, AccountRow row)
    {
        (row.TwoFactorEnabled, row.RecoveryCodes) = (false, 0);
        Demand(await manager.UpdateAsync(row));
        await context.UserTokens.Where(token => token.UserId == row.Id).ExecuteDeleteAsync();
        context.ChangeTracker.Entries<IdentityUserToken<string>>().ToList().ForEach(entry => entry.State = EntityState.Detached);
    }

    private static async Task<ImmutableArray<string>> MakeCodesAsync(UserManager<AccountRow> manager, AccountRow row)
    {
        ImmutableArray<string> codes = [.. await manager.GenerateNewTwoFactorRecoveryCodesAsync(row, RecoveryCodesAtOnce) ?? []];
        row.RecoveryCodes = codes.Length;
        return codes;
    }

    private async Task MarkAsync(AccountContext context, string session, bool isStrong)
    {
        if (_sessions.TryGetValue(session, out var held)) held.Mark(isStrong);
        if (await context.Sessions.FindAsync(session) is { } row) row.IsStrong = isStrong;
    }

    private async Task<ProofResult> CountWrongAsync(string id)
    {
        var isLocked = false;
        await ChangeAsync(id, (_, _, row) =>
        {
            isLocked = LockRule.CountWrong(row, _time.GetUtcNow());
            return Task.CompletedTask;
        });
        return isLocked ? ProofResult.WrongAndLocked : ProofResult.Wrong;
    }

    private async Task<T?> ReadAsync<T>(string id, Func<AccountRow, T> read)
    {
        try
        {
            await using var scope = _services.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<AccountContext>().Users.AsNoTracking().FirstOrDefaultAsync(account => account.Id == id);
            return row is null ? default : read(row);
        }
        catch (Exception error) when (IsFault(error))
        {
            throw new AccountException("The accounts cannot be read. Try again; if it stays so, tell whoever runs this server.", error);
        }
    }
}
