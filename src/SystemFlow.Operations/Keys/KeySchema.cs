using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Keys;

/// <summary>
/// The keys' tables in the operations database. Of a file, its <c>user_version</c> is theirs. Moments are ISO 8601 in UTC, places are codes
/// with a blank between them.
/// </summary>
internal static class KeySchema
{
    /// <summary>The tables, and how they came to be. The first table is how keys were kept before versions were.</summary>
    public static readonly Schema Tables = new(
        "keys",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS feed_keys (
                    hash TEXT PRIMARY KEY, feed TEXT NOT NULL UNIQUE, places TEXT NOT NULL, created_at TEXT NOT NULL){sql.WithoutRowId};
                ALTER TABLE feed_keys RENAME TO feed_keys_before;
                CREATE TABLE feed_keys (
                    feed {sql.Text} PRIMARY KEY, places TEXT NOT NULL, per_minute BIGINT, note TEXT NOT NULL DEFAULT '',
                    created_at TEXT NOT NULL, created_by TEXT NOT NULL DEFAULT '', revoked_at TEXT, revoked_by TEXT){sql.WithoutRowId};
                CREATE TABLE feed_secrets (
                    hash TEXT PRIMARY KEY, feed {sql.Text} NOT NULL REFERENCES feed_keys (feed), issued_at {sql.Text} NOT NULL, ends_at {sql.Text},
                    last_used_at {sql.Text}){sql.WithoutRowId};
                CREATE TABLE key_events (
                    id {sql.Identity}, at TEXT NOT NULL, by TEXT NOT NULL, feed TEXT NOT NULL, act TEXT NOT NULL,
                    places TEXT, per_minute BIGINT, note TEXT, old_ends_at TEXT);
                INSERT INTO feed_keys (feed, places, created_at) SELECT feed, places, created_at FROM feed_keys_before;
                INSERT INTO feed_secrets (hash, feed, issued_at) SELECT hash, feed, created_at FROM feed_keys_before;
                DROP TABLE feed_keys_before;
                """,
        ],
        IsFiles: true);
}
