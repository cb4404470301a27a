using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Accounts;

/// <summary>The tables of accounts.db, whose <c>user_version</c> is how many of these steps it has been through. Forward only.</summary>
internal static class AccountSchema
{
    // Each takes the database from the version before it. Columns of accounts are named as Identity names them.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE accounts (
            Id TEXT PRIMARY KEY, UserName TEXT NOT NULL, NormalizedUserName TEXT NOT NULL UNIQUE, Email TEXT, NormalizedEmail TEXT,
            EmailConfirmed INTEGER NOT NULL, PasswordHash TEXT, SecurityStamp TEXT, ConcurrencyStamp TEXT, TwoFactorEnabled INTEGER NOT NULL,
            LockoutEnd TEXT, LockoutEnabled INTEGER NOT NULL, AccessFailedCount INTEGER NOT NULL,
            Name TEXT NOT NULL, Job TEXT NOT NULL, Organisation TEXT NOT NULL, IsSuspended INTEGER NOT NULL, CreatedAt TEXT NOT NULL,
            CreatedBy TEXT NOT NULL, LastSignedInAt TEXT, ReviewedAt TEXT, ReviewedBy TEXT, FailedAt TEXT, UsedStep INTEGER NOT NULL, RecoveryCodes INTEGER NOT NULL,
            SettingHash TEXT);
        CREATE TABLE account_claims (
            Id INTEGER PRIMARY KEY, UserId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, ClaimType TEXT, ClaimValue TEXT);
        CREATE TABLE account_logins (
            LoginProvider TEXT NOT NULL, ProviderKey TEXT NOT NULL, ProviderDisplayName TEXT,
            UserId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, PRIMARY KEY (LoginProvider, ProviderKey)) WITHOUT ROWID;
        CREATE TABLE account_tokens (
            UserId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, LoginProvider TEXT NOT NULL, Name TEXT NOT NULL, Value TEXT,
            PRIMARY KEY (UserId, LoginProvider, Name)) WITHOUT ROWID;
        CREATE TABLE grants (
            AccountId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, Role TEXT NOT NULL, Scope TEXT NOT NULL,
            PRIMARY KEY (AccountId, Role, Scope)) WITHOUT ROWID;
        CREATE TABLE sessions (
            Id TEXT PRIMARY KEY, AccountId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, StartedAt TEXT NOT NULL,
            LastSeenAt TEXT NOT NULL, Address TEXT, Browser TEXT NOT NULL, Way TEXT NOT NULL, IsStrong INTEGER NOT NULL,
            EndedAt TEXT, EndedBy TEXT) WITHOUT ROWID;
        CREATE INDEX sessions_account ON sessions (AccountId);
        CREATE TABLE resets (
            Hash TEXT PRIMARY KEY, AccountId TEXT NOT NULL REFERENCES accounts (Id) ON DELETE CASCADE, MadeAt TEXT NOT NULL,
            MadeBy TEXT NOT NULL, EndsAt TEXT NOT NULL, UsedAt TEXT) WITHOUT ROWID;
        """,
        """
        CREATE TABLE invitations (
            id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, job TEXT NOT NULL, organisation TEXT NOT NULL, grants TEXT NOT NULL,
            note TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, made_by TEXT NOT NULL, inviter TEXT NOT NULL, ends_at TEXT NOT NULL,
            taken_at TEXT, withdrawn_at TEXT, withdrawn_by TEXT);
        CREATE TABLE walls (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, address TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL, ends_at TEXT NOT NULL, withdrawn_at TEXT, withdrawn_by TEXT, last_seen_at TEXT);
        """,
    ];

    /// <summary>Makes the tables, or brings them up to this program's version.</summary>
    /// <exception cref="AccountException">A newer program wrote them.</exception>
    public static void Upgrade(string connection)
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        database.Execute("PRAGMA journal_mode = WAL;"); // Not in the transaction: it cannot change within one.
        // Immediate: of two programs that start at once, one upgrades and the other finds it done.
        using var transaction = database.BeginTransaction(deferred: false);
        var version = database.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);
        if (version > Steps.Length)
        {
            throw new AccountException($"{database.DataSource} was written by a newer version of this program. Start that one.");
        }

        foreach (var step in Steps.Skip(version)) database.Execute(step, transaction: transaction);
        database.Execute($"PRAGMA user_version = {Steps.Length}", transaction: transaction);
        transaction.Commit();
    }
}
