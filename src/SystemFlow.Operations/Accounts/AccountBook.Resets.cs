using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;

namespace SystemFlow.Operations.Accounts;

/// <summary>How people get in who have no password, or not the one.</summary>
public sealed partial class AccountBook
{
    /// <summary>How long a link to choose a password works.</summary>
    public static readonly TimeSpan ResetWorks = TimeSpan.FromHours(24);

    /// <summary>Makes a link's secret, by which the account's password can be chosen once; one from before works no more.</summary>
    /// <param name="by">Who makes it: name and role.</param>
    /// <exception cref="AccountException">There is no such account, or it is suspended.</exception>
    public async Task<string> IssueResetAsync(string accountId, string by)
    {
        var (secret, now) = (Secrets.New(), _time.GetUtcNow());
        await ChangeAsync(accountId, async (_, context, row) =>
        {
            if (row.IsSuspended) throw new AccountException("This account is suspended. Let it in again first.");
            foreach (var before in await context.Resets.Where(reset => reset.AccountId == accountId && reset.UsedAt == null).ToListAsync()) before.UsedAt = now;
            context.Resets.Add(new ResetRow { Hash = Secrets.HashOf(secret), AccountId = accountId, MadeAt = now, MadeBy = by, EndsAt = now + ResetWorks });
        });
        return secret;
    }

    /// <summary>Whose password a link may choose; null for one that does not work, or not any more.</summary>
    public async Task<Account?> FindResetAsync(string secret)
    {
        await using var scope = _services.CreateAsyncScope();
        return await WorkingResetAsync(scope.ServiceProvider.GetRequiredService<AccountContext>(), secret) is { } reset ? Find(reset.AccountId) : null;
    }

    /// <summary>Chooses a password by a link, once. Every session of the account ends; a second factor stays.</summary>
    /// <returns>Whose it was; null where the link does not work any more.</returns>
    /// <exception cref="AccountException">The password can be guessed.</exception>
    public async Task<Account?> ResetAsync(string secret, string password)
    {
        if (await FindResetAsync(secret) is not { } account) return null;
        var hash = Hashed(password, account.UserName);
        var isDone = false;
        await ChangeAsync(account.Id, async (_, context, row) =>
        {
            if (await WorkingResetAsync(context, secret) is not { } reset) return; // Another was faster.
            reset.UsedAt = _time.GetUtcNow();
            row.PasswordHash = hash;
            LockRule.Forget(row);
            await EndAllNeedsWriterAsync(context, row.Id, account.Words, except: null);
            isDone = true;
        });
        return isDone ? account : null;
    }

    /// <summary>Makes the first account with a password of its own, if there is no account; answers the password, which can be seen only now.</summary>
    public async Task<string?> MakeFirstAsync()
    {
        if (_accounts.Count > 0) return null;
        var password = Secrets.NewPassword();
        return await TryCreateFirstAsync(_hasher.HashPassword(new AccountRow(), password), settingHash: null, () => _accounts.Count == 0) ? password : null;
    }

    /// <summary>
    /// Takes the first account's password from the server's settings. The same at every start counts once, so that it can be changed on a page. Another one is how
    /// whoever runs the server gets in again: the account is let in, its sessions and its second factor end, and it manages people everywhere.
    /// </summary>
    /// <exception cref="AccountException">It can be guessed.</exception>
    public async Task TakeOperatorsAsync(string password)
    {
        if (FindByName(Account.First) is null)
        {
            var made = Hashed(password, Account.First);
            if (await TryCreateFirstAsync(made, made, () => FindByName(Account.First) is null)) return; // Else another node was quicker.
        }

        var first = FindByName(Account.First)!;
        var known = await ReadAsync(first.Id, row => row.SettingHash);
        if (known is not null && _hasher.VerifyHashedPassword(new AccountRow(), known, password) is not PasswordVerificationResult.Failed) return;
        var hash = Hashed(password, Account.First);
        await ChangeAsync(first.Id, async (manager, context, row) =>
        {
            if (row.SettingHash != known) return; // Another node has taken it meanwhile.
            (row.PasswordHash, row.SettingHash, row.IsSuspended) = (hash, hash, false);
            LockRule.Forget(row);
            await EndSecondFactorNeedsWriterAsync(manager, context, row);
            await EndAllNeedsWriterAsync(context, row.Id, "The server's settings", except: null);
            if (!first.Grants.Any(IsOverAll)) context.Grants.AddRange(Rows(row.Id, [new Grant(Role.Administrator, _root)]));
        });
    }

    private async Task<bool> TryCreateFirstAsync(string hash, string? settingHash, Func<bool> isWanted)
    {
        var made = await CreateAsync(
            Account.First, "Administrator", "", "", [new Grant(Role.Administrator, _root), new Grant(Role.Coordinator, _root)], hash, "First start", settingHash, isWanted);
        return made is not null;
    }

    private async Task<ResetRow?> WorkingResetAsync(AccountContext context, string secret)
    {
        var reset = await context.Resets.FindAsync(Secrets.HashOf(secret));
        return reset is { UsedAt: null } && _time.GetUtcNow() < reset.EndsAt && Find(reset.AccountId) is { IsSuspended: false } ? reset : null;
    }
}
