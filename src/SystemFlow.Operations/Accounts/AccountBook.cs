using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Accounts;

/// <summary>Where accounts are kept, and how dear a guess is.</summary>
/// <param name="Path">The database; made where there is none.</param>
/// <param name="Iterations">
/// Rounds of PBKDF2 with HMAC-SHA512 for a password. Default 210,000: OWASP, Password Storage Cheat Sheet. Not a setting: only tests take fewer.
/// </param>
/// <param name="RefusesAfter">
/// How long a wrong password takes to answer at least, so that nobody tells from the time whether there is such an account. Null for half a second; only tests take less.
/// </param>
/// <param name="Root">The place above all others, which the first account manages. Null for Hertfordshire and west Essex.</param>
public sealed record AccountBookOptions(string Path, int Iterations = 210_000, TimeSpan? RefusesAfter = null, PlaceCode? Root = null);

/// <summary>
/// The accounts, what each may do, and who is signed in. Few and asked for at every request, so all are held in memory: to look
/// takes no disk. Whatever changes something goes through one writer, is on disk when it returns, and is told by <see cref="Changed"/>.
/// </summary>
public sealed partial class AccountBook : IDisposable
{
    // What ended is kept for the account's page and for whoever looks into a break-in; the audit keeps it for good.
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(90);

    private const string News = "account ";

    private readonly SemaphoreSlim _writing = new(1);
    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly PasswordHasher<AccountRow> _hasher;
    private readonly string _nobodysHash;
    private readonly TimeSpan _refusesAfter;
    private readonly PlaceCode _root;
    private readonly ConcurrentDictionary<string, Held> _sessions = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, Account> _accounts = FrozenDictionary<string, Account>.Empty;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <param name="time">Real time, also while a replay runs.</param>
    /// <param name="protection">Encrypts the keys of authenticators. Nodes that share a database need one that they share.</param>
    /// <exception cref="AccountException">A newer program wrote it.</exception>
    public AccountBook(AccountBookOptions options, TimeProvider time, IDataProtectionProvider protection, ILoggerFactory loggers)
        : this(new SqliteDatabase(options.Path), options, time, protection, loggers)
    {
    }

    /// <summary>The same where the program keeps what people do.</summary>
    /// <inheritdoc cref="AccountBook(AccountBookOptions, TimeProvider, IDataProtectionProvider, ILoggerFactory)"/>
    public AccountBook(
        OperationsStorage storage, AccountBookOptions options, TimeProvider time, IDataProtectionProvider protection, ILoggerFactory loggers)
        : this(storage.Of("accounts", options.Path), options, time, protection, loggers)
    {
    }

    private AccountBook(
        OperationsDatabase database, AccountBookOptions options, TimeProvider time, IDataProtectionProvider protection, ILoggerFactory loggers)
    {
        (Database, _time) = (database, time);
        _root = options.Root ?? Footprint.HertfordshireWestEssex.Root.Code;
        _refusesAfter = options.RefusesAfter ?? TimeSpan.FromMilliseconds(500);
        try
        {
            database.Upgrade(AccountSchema.Tables);
        }
        catch (StorageException error)
        {
            throw new AccountException(error.Message, error);
        }

        _hasher = new PasswordHasher<AccountRow>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = options.Iterations }));
        _nobodysHash = _hasher.HashPassword(new AccountRow(), Secrets.New());
        _services = Identity(AccountContext.OptionsOf(database, options.Path), time, protection, loggers);
        using var scope = _services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<AccountContext>();
        Load(context);
        ForgetEnded(context);
        LoadSessions(context);
        database.Heard += Hear;
    }

    /// <summary>
    /// Something about an account changed, here or on another node: what it may do, who it is, a session that began or ended. Its id; told after
    /// the change is on disk, by the thread that changed it or that heard of it.
    /// </summary>
    public event Action<string>? Changed;

    /// <summary>The database, for tables that lie beside the accounts.</summary>
    internal OperationsDatabase Database { get; }

    /// <summary>Every account, by name, the suspended ones too.</summary>
    public ImmutableArray<Account> All => [.. _accounts.Values.OrderBy(account => account.Name, StringComparer.CurrentCultureIgnoreCase)];

    /// <summary>An account by its id; null for none.</summary>
    public Account? Find(string? id) => id is not null && _accounts.TryGetValue(id, out var account) ? account : null;

    /// <summary>An account by what it signs in with, in any case; null for none.</summary>
    public Account? FindByName(string? userName) =>
        _accounts.Values.FirstOrDefault(account => string.Equals(account.UserName, userName?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>An account by a provider's name for it; null where none was tied to it.</summary>
    public Account? FindByLogin(string issuer, string subject) =>
        _accounts.Values.FirstOrDefault(account => account.Logins.Contains((issuer, subject)));

    /// <summary>What an account may do now; nothing for one that is suspended or is not there.</summary>
    public ImmutableArray<Grant> GrantsOf(string? id) => Find(id) is { IsSuspended: false } account ? account.Grants : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Database.Heard -= Hear;
        _services.Dispose();
        _writing.Dispose();
    }

    // Identity has services of its own, so that it cannot find the program's clock, which is a replay's.
    private static ServiceProvider Identity(DbContextOptions<AccountContext> options, TimeProvider time, IDataProtectionProvider protection, ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddSingleton(protection);
        services.AddScoped(_ => new AccountContext(options)).AddSingleton(time);
        services.AddIdentityCore<AccountRow>(identity => identity.User.AllowedUserNameCharacters += "'") // O'Brien has an address too.
            .AddUserStore<AccountStore>()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        return services.BuildServiceProvider();
    }

    private async Task<T> ChangeAsync<T>(Func<UserManager<AccountRow>, AccountContext, Task<(string Account, T Result)>> change)
    {
        (string Account, T Result) done = ("", default!);
        ImmutableHashSet<string> elsewhere = [];
        await WriteAsync(
            async (manager, context) =>
            {
                if (Database.IsShared) elsewhere = Renew(context); // Nobody else writes now: what is decided upon is what is so.
                done = await change(manager, context);
                await context.SaveChangesAsync();
                if (done.Account.Length > 0) Database.Tell(context.Database.GetDbConnection(), News + done.Account);
            },
            Load);
        if (done.Account.Length > 0) elsewhere = elsewhere.Add(done.Account);
        foreach (var account in elsewhere) Changed?.Invoke(account);
        return done.Result;
    }

    // Alone among all who write here, all or none; and what is then read is there before anybody else of this process writes.
    private async Task WriteAsync(Func<UserManager<AccountRow>, AccountContext, Task> write, Action<AccountContext> remember)
    {
        await _writing.WaitAsync();
        try
        {
            await using var scope = _services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<AccountContext>();
            await using var transaction = await context.Database.BeginTransactionAsync();
            if (Database is PostgresDatabase shared) await context.Database.ExecuteSqlRawAsync(shared.TakeTurn);
            await write(scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>(), context);
            try
            {
                await transaction.CommitAsync();
            }
            catch (Exception error) when (IsFault(error))
            {
                Database.Doubt(); // It may be kept, and only the answer be lost.
                throw;
            }

            remember(context);
        }
        catch (Exception error) when (IsFault(error))
        {
            throw new AccountException(
                "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    // EF Core wraps what it thinks may pass.
    private static bool IsFault(Exception error) => error is DbException or DbUpdateException or InvalidOperationException { InnerException: DbException };

    private Task<bool> ChangeAsync(string id, Func<UserManager<AccountRow>, AccountContext, AccountRow, Task> change) => ChangeAsync(async (manager, context) =>
    {
        await change(manager, context, await RowAsync(context, id));
        return (id, true);
    });

    private static async Task<AccountRow> RowAsync(AccountContext context, string id) =>
        await context.Users.FindAsync(id) ?? throw new AccountException("There is no such account.");

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new AccountException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }

    private void Load(AccountContext context)
    {
        var grants = context.Grants.AsNoTracking().ToLookup(grant => grant.AccountId);
        var logins = context.UserLogins.AsNoTracking().ToLookup(login => login.UserId);
        _accounts = context.Users.AsNoTracking().ToList().ToFrozenDictionary(row => row.Id, row => new Account(row.Id, row.UserName!, row.Name, row.Job)
        {
            Organisation = row.Organisation,
            Grants = [.. grants[row.Id].Select(GrantOf).OfType<Grant>().OrderBy(grant => grant.ToString(), StringComparer.Ordinal)],
            IsSuspended = row.IsSuspended,
            HasPassword = row.PasswordHash is not null,
            HasSecondFactor = row.TwoFactorEnabled,
            RecoveryCodes = row.RecoveryCodes,
            LockedUntil = row.LockoutEnd,
            CreatedAt = row.CreatedAt,
            CreatedBy = row.CreatedBy,
            LastSignedInAt = row.LastSignedInAt,
            ReviewedAt = row.ReviewedAt,
            ReviewedBy = row.ReviewedBy,
            Logins = [.. logins[row.Id].Select(login => (login.LoginProvider, login.ProviderKey))],
        }, StringComparer.Ordinal);
    }

    // A role that a later program had and this one has not is no role here: it allows nothing.
    private static Grant? GrantOf(GrantRow row) =>
        Enum.TryParse<Role>(row.Role, out var role) && PlaceCode.TryParse(row.Scope, out var scope) ? new Grant(role, scope) : null;
}
