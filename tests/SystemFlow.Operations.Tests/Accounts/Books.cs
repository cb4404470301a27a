using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Accounts;

/// <summary>A folder with an accounts.db, which can be opened as another start would.</summary>
internal sealed class Books : IDisposable
{
    public const string Password = "three words together";
    public const string Jo = "Jo Smith, administrator";

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-accounts-").FullName;
    private readonly EphemeralDataProtectionProvider _protection = new();

    public ManualTime Time { get; } = new(A.Monday9am);

    public string Database => Path.Combine(_folder, "accounts.db");

    public AccountBook Open() => new(new AccountBookOptions(Database, Iterations: 100, RefusesAfter: TimeSpan.Zero), Time, _protection, NullLoggerFactory.Instance);

    public static Task<Account> AnnIn(AccountBook book, params Grant[] grants) =>
        book.CreateAsync("ann.other@nhs.net", "Ann Other", "site lead", "East and North Hertfordshire", grants, Password, Jo);

    public static Task<Session> SessionOf(AccountBook book, Account account) => book.BeginSessionAsync(account.Id, "192.0.2.1", "Edge on Windows", "password", isStrong: false);

    public string Written()
    {
        SqliteConnection.ClearAllPools();
        return string.Concat(Directory.GetFiles(_folder).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    public object? Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Database}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
