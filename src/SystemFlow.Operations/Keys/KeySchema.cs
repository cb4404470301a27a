using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Keys;

/// <summary>
/// The keys' tables in operations.db, whose <c>user_version</c> is theirs. Moments are ISO 8601 in UTC, places are codes
/// with a blank between them.
/// </summary>
internal static class KeySchema
{
    // Each takes the database from the version before it. The first table is how keys were kept before versions were.
    private static readonly string[] Upgrades =
    [
        """
        CREATE TABLE IF NOT EXISTS feed_keys (
            hash TEXT PRIMARY KEY, feed TEXT NOT NULL UNIQUE, places TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
        ALTER TABLE feed_keys RENAME TO feed_keys_before;
        CREATE TABLE feed_keys (
            feed TEXT PRIMARY KEY, places TEXT NOT NULL, per_minute INTEGER, note TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL, created_by TEXT NOT NULL DEFAULT '', revoked_at TEXT, revoked_by TEXT) WITHOUT ROWID;
        CREATE TABLE feed_secrets (
            hash TEXT PRIMARY KEY, feed TEXT NOT NULL REFERENCES feed_keys (feed), issued_at TEXT NOT NULL, ends_at TEXT,
            last_used_at TEXT) WITHOUT ROWID;
        CREATE TABLE key_events (
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, feed TEXT NOT NULL, act TEXT NOT NULL,
            places TEXT, per_minute INTEGER, note TEXT, old_ends_at TEXT);
        INSERT INTO feed_keys (feed, places, created_at) SELECT feed, places, created_at FROM feed_keys_before;
        INSERT INTO feed_secrets (hash, feed, issued_at) SELECT hash, feed, created_at FROM feed_keys_before;
        DROP TABLE feed_keys_before;
        """,
    ];

    /// <summary>Makes the tables, or brings them up to this program's version.</summary>
    /// <exception cref="KeyException">A newer program wrote them.</exception>
    public static void Upgrade(SqliteConnection database)
    {
        database.Execute("PRAGMA journal_mode = WAL;"); // Not in the transaction: it cannot change within one.
        // Immediate: of two programs that start at once, one upgrades and the other finds it done.
        using var transaction = database.BeginTransaction(deferred: false);
        var version = database.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);
        if (version > Upgrades.Length)
        {
            throw new KeyException($"{database.DataSource} was written by a newer version of this program. Start that one.");
        }

        foreach (var upgrade in Upgrades.Skip(version)) database.Execute(upgrade, transaction: transaction);
        database.Execute($"PRAGMA user_version = {Upgrades.Length}", transaction: transaction);
        transaction.Commit();
    }
}
