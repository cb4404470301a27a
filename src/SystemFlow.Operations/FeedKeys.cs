using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations;

/// <summary>The feeds' keys, in the operations database. Few and read on every request, so all are held in memory.</summary>
public sealed class FeedKeys
{
    /// <summary>The shortest key that an operator may set: one that cannot be guessed.</summary>
    public const int ShortestSecret = 24;

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS feed_keys (
            hash TEXT PRIMARY KEY,
            feed TEXT NOT NULL UNIQUE,
            places TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) WITHOUT ROWID;
        """;

    private readonly string _connection;
    private readonly TimeProvider _time;
    private FrozenDictionary<string, FeedKey> _byHash = FrozenDictionary<string, FeedKey>.Empty;

    /// <summary>Opens the database, and makes it where there is none.</summary>
    public FeedKeys(string path, TimeProvider time)
    {
        _time = time;
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var database = Open();
        using var create = database.CreateCommand();
        create.CommandText = Schema;
        create.ExecuteNonQuery();
        Load(database);
    }

    /// <summary>Whether any feed has a key yet.</summary>
    public bool IsEmpty => _byHash.Count == 0;

    /// <summary>The key that was presented; null if there is no such key.</summary>
    public FeedKey? Find(string? secret) =>
        string.IsNullOrWhiteSpace(secret) ? null : _byHash.GetValueOrDefault(FeedKey.HashOf(secret.Trim()));

    /// <summary>Gives a feed a new key, in place of any it had, and answers it: the only time that it can be seen.</summary>
    public string Issue(string feed, ImmutableArray<PlaceCode> places)
    {
        var secret = FeedKey.NewSecret();
        Set(feed, places, secret);
        return secret;
    }

    /// <summary>Gives a feed a key that an operator chose, in place of any it had.</summary>
    /// <exception cref="ArgumentException">It is too short to be safe.</exception>
    public void Set(string feed, ImmutableArray<PlaceCode> places, string secret)
    {
        if (secret.Length < ShortestSecret)
        {
            throw new ArgumentException($"A feed key needs at least {ShortestSecret} characters; this one has {secret.Length}.", nameof(secret));
        }

        using var database = Open();
        using var insert = database.CreateCommand();
        insert.CommandText = """
            DELETE FROM feed_keys WHERE feed = $feed;
            INSERT INTO feed_keys (hash, feed, places, created_at) VALUES ($hash, $feed, $places, $at);
            """;
        insert.Parameters.AddWithValue("$hash", FeedKey.HashOf(secret));
        insert.Parameters.AddWithValue("$feed", feed);
        insert.Parameters.AddWithValue("$places", string.Join(' ', places));
        insert.Parameters.AddWithValue("$at", _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        using var transaction = database.BeginTransaction();
        insert.Transaction = transaction;
        insert.ExecuteNonQuery();
        transaction.Commit();
        Load(database);
    }

    private void Load(SqliteConnection database)
    {
        using var select = database.CreateCommand();
        select.CommandText = "SELECT hash, feed, places, created_at FROM feed_keys";
        using var rows = select.ExecuteReader();
        var keys = new Dictionary<string, FeedKey>(StringComparer.Ordinal);
        while (rows.Read())
        {
            var places = rows.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PlaceCode.Parse);
            var createdAt = DateTimeOffset.Parse(rows.GetString(3), CultureInfo.InvariantCulture);
            keys[rows.GetString(0)] = new FeedKey(rows.GetString(1), [.. places], createdAt);
        }

        _byHash = keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private SqliteConnection Open()
    {
        var database = new SqliteConnection(_connection);
        database.Open();
        return database;
    }
}
