using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Intake;

/// <summary>
/// The file intake.db: what became of messages. A process that ends takes nothing with it; a power cut may take the last
/// moments (<c>synchronous=NORMAL</c>), because the readings themselves are in the series store, and no sender waits for this disk.
/// </summary>
internal sealed class IntakeFile
{
    private const string Tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS refused (
            id INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, at INTEGER NOT NULL, format TEXT NOT NULL, line INTEGER NOT NULL,
            reasons TEXT NOT NULL, problems TEXT NOT NULL, sent TEXT, digest BLOB,
            state INTEGER NOT NULL DEFAULT 0, by TEXT, settled_at INTEGER, note TEXT);
        CREATE INDEX IF NOT EXISTS refused_feed ON refused (feed, state, id);
        CREATE UNIQUE INDEX IF NOT EXISTS refused_once ON refused (feed, digest) WHERE state = 0;
        CREATE TABLE IF NOT EXISTS dropped (
            feed TEXT PRIMARY KEY, too_many INTEGER NOT NULL DEFAULT 0, too_old INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS feeds (feed TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS feed_days (
            feed TEXT NOT NULL, day INTEGER NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (feed, day)) WITHOUT ROWID;
        """;

    private readonly Lock _writing = new();
    private readonly string _connection;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says what to do.</exception>
    public IntakeFile(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        _connection = new SqliteConnectionStringBuilder { DataSource = full }.ToString();
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
            Read(database => database.Execute(Tables)); // Not in a transaction: the journal's mode cannot change within one.
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{full} cannot be used ({error.Message}). Check that its disk has room and that the program may write there, or change IntakeRecord:Path.",
                error);
        }
    }

    /// <summary>Writes alone, all or none.</summary>
    /// <exception cref="SqliteException">It could not be written.</exception>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        lock (_writing)
        {
            return Read(database =>
            {
                using var transaction = database.BeginTransaction();
                var result = write(database);
                transaction.Commit();
                return result;
            });
        }
    }

    /// <summary>Reads beside any writer.</summary>
    /// <exception cref="SqliteException">It could not be read.</exception>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var database = new SqliteConnection(_connection);
        database.Open();
        database.Execute("PRAGMA busy_timeout = 2000; PRAGMA synchronous = NORMAL;");
        return read(database);
    }
}
