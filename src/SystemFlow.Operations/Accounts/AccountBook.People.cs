using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SystemFlow.Domain.Access;

namespace SystemFlow.Operations.Accounts;

/// <summary>Who has an account, and what they may do.</summary>
public sealed partial class AccountBook
{
    /// <summary>Makes an account.</summary>
    /// <param name="password">Null for none: they sign in by a provider, or choose one by a link.</param>
    /// <param name="by">Who makes it: name and role.</param>
    /// <exception cref="AccountException">The user name is taken or cannot be, or the password can be guessed.</exception>
    public async Task<Account> CreateAsync(
        string userName, string name, string job, string organisation, IEnumerable<Grant> grants, string? password = null, string by = "") =>
        (await CreateAsync(userName, name, job, organisation, grants, password is null ? null : Hashed(password, userName), by, null, () => true))!;

    /// <summary>Says who somebody is, in words.</summary>
    /// <exception cref="AccountException">There is no such account.</exception>
    public Task NameAsync(string id, string name, string job, string? organisation = null) => ChangeAsync(id, (_, _, row) =>
    {
        (row.Name, row.Job, row.Organisation) = (name.Trim(), job.Trim(), organisation?.Trim() ?? row.Organisation);
        return Task.CompletedTask;
    });

    /// <summary>Sets what an account may do, in place of what it might, at once and in every open page.</summary>
    /// <exception cref="AccountException">There is no such account, or nobody would be left who can manage people.</exception>
    public Task SetGrantsAsync(string id, IEnumerable<Grant> grants) => ChangeAsync(id, async (_, context, _) =>
    {
        var wanted = grants.Distinct().ToImmutableArray();
        DemandAnAdministrator(id, isStill: wanted.Any(IsOverAll));
        context.Grants.RemoveRange(await context.Grants.Where(row => row.AccountId == id).ToListAsync());
        await context.SaveChangesAsync();
        context.Grants.AddRange(Rows(id, wanted));
    });

    /// <summary>Keeps an account out from now on, or lets it in again. Its sessions end at once.</summary>
    /// <param name="by">Who does it: name and role.</param>
    /// <exception cref="AccountException">There is no such account, or nobody would be left who can manage people.</exception>
    public Task SuspendAsync(string id, bool isSuspended, string by) => ChangeAsync(id, async (_, context, row) =>
    {
        if (isSuspended) DemandAnAdministrator(id, isStill: false);
        row.IsSuspended = isSuspended;
        if (isSuspended) await EndAllNeedsWriterAsync(context, id, by, except: null);
        else LockRule.Forget(row);
    });

    /// <summary>Writes down that somebody looked at what an account may do.</summary>
    /// <param name="by">Who: name and role.</param>
    /// <exception cref="AccountException">There is no such account.</exception>
    public Task ReviewAsync(string id, string by) => ChangeAsync(id, (_, _, row) =>
    {
        (row.ReviewedAt, row.ReviewedBy) = (_time.GetUtcNow(), by);
        return Task.CompletedTask;
    });

    /// <summary>Ties an account to a provider's name for it, so that who comes from there is this one.</summary>
    /// <exception cref="AccountException">There is no such account, or that name is another's.</exception>
    public Task LinkAsync(string id, string issuer, string subject, string providersName) => ChangeAsync(id, async (manager, _, row) =>
        Demand(await manager.AddLoginAsync(row, new UserLoginInfo(issuer, subject, providersName))));

    private async Task<Account?> CreateAsync(
        string userName, string name, string job, string organisation, IEnumerable<Grant> grants, string? hash, string by, string? settingHash,
        Func<bool> isWanted)
    {
        var id = await ChangeAsync(async (manager, context) =>
        {
            if (!isWanted()) return ("", "");
            var row = new AccountRow
            {
                UserName = userName.Trim(),
                Name = name.Trim(),
                Job = job.Trim(),
                Organisation = organisation.Trim(),
                PasswordHash = hash,
                SettingHash = settingHash,
                CreatedAt = _time.GetUtcNow(),
                CreatedBy = by,
            };
            Demand(await manager.CreateAsync(row));
            context.Grants.AddRange(Rows(row.Id, grants.Distinct()));
            return (row.Id, row.Id);
        });
        return Find(id);
    }

    // Whoever takes the last administrator away locks everybody out of the people page, themselves too.
    private void DemandAnAdministrator(string id, bool isStill)
    {
        if (isStill || !GrantsOf(id).Any(IsOverAll)) return;
        if (_accounts.Values.Any(other => other.Id != id && GrantsOf(other.Id).Any(IsOverAll))) return;
        throw new AccountException("Nothing was changed: nobody would be left who manages people everywhere. Make somebody else an administrator first.");
    }

    private bool IsOverAll(Grant grant) => grant.Role is Role.Administrator && grant.Scope == _root;

    private static IEnumerable<GrantRow> Rows(string id, IEnumerable<Grant> grants) =>
        grants.Select(grant => new GrantRow { AccountId = id, Role = grant.Role.ToString(), Scope = grant.Scope.ToString() });

    private string Hashed(string password, string userName)
    {
        if (PasswordRules.ProblemOf(password, userName) is { } problem) throw new AccountException(problem + ".");
        return _hasher.HashPassword(new AccountRow(), password);
    }
}
