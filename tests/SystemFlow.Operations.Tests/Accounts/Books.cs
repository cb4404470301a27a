using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Accounts;

/// <summary>The accounts of a store, which can be opened as another start would, or another node.</summary>
internal sealed class Books(TestStore store)
{
    public const string Password = "three words together";
    public const string Jo = "Jo Smith, administrator";

    private readonly EphemeralDataProtectionProvider _protection = new();

    public ManualTime Time { get; } = new(A.Monday9am);

    /// <summary>As another start.</summary>
    public AccountBook Open() => new(store.Open(), Options, Time, _protection, NullLoggerFactory.Instance);

    /// <summary>As a node that hears the others.</summary>
    public async Task<AccountBook> OpenNodeAsync() => new(await store.OpenNodeAsync(), Options, Time, _protection, NullLoggerFactory.Instance);

    public static Task<Account> AnnIn(AccountBook book, params Grant[] grants) =>
        book.CreateAsync("ann.other@nhs.net", "Ann Other", "site lead", "East and North Hertfordshire", grants, Password, Jo);

    public static Task<Session> SessionOf(AccountBook book, Account account) => book.BeginSessionAsync(account.Id, "192.0.2.1", "Edge on Windows", "password", isStrong: false);

    /// <summary>Everything that is written.</summary>
    public string Written() => store.WrittenIn("accounts");

    public object? Read(string sql) => store.ByHand("accounts").Read(database => database.ExecuteScalar(sql));

    private AccountBookOptions Options => new(store.PathOf("accounts"), Iterations: 100, RefusesAfter: TimeSpan.Zero);
}
