using System.Data.Common;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Intake;

/// <summary>
/// Where it is kept what became of messages: intake.db, or its schema. A process that ends takes nothing with it; a power cut may take the last
/// moments, because the readings themselves are in the series store, and no sender waits for this disk.
/// </summary>
internal sealed class IntakeFile
{
    internal static readonly Schema Tables = new(
        "intake",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS refused (
                    id {sql.IdentityForGood}, feed {sql.Text} NOT NULL, at BIGINT NOT NULL, format TEXT NOT NULL, line BIGINT NOT NULL,
                    reasons TEXT NOT NULL, problems TEXT NOT NULL, sent TEXT, digest {sql.Bytes},
                    state BIGINT NOT NULL DEFAULT 0, by TEXT, settled_at BIGINT, note TEXT);
                CREATE INDEX IF NOT EXISTS refused_feed ON refused (feed, state, id);
                CREATE UNIQUE INDEX IF NOT EXISTS refused_once ON refused (feed, digest) WHERE state = 0;
                CREATE TABLE IF NOT EXISTS dropped (
                    feed {sql.Text} PRIMARY KEY, too_many BIGINT NOT NULL DEFAULT 0, too_old BIGINT NOT NULL DEFAULT 0){sql.WithoutRowId};
                CREATE TABLE IF NOT EXISTS feeds (feed {sql.Text} PRIMARY KEY, record TEXT NOT NULL){sql.WithoutRowId};
                CREATE TABLE IF NOT EXISTS feed_days (
                    feed {sql.Text} NOT NULL, day BIGINT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (feed, day)){sql.WithoutRowId};
                """,
            sql => $"CREATE TABLE feed_saves (ledger TEXT PRIMARY KEY, number BIGINT NOT NULL, at BIGINT NOT NULL){sql.WithoutRowId};",
        ]);

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says what to do.</exception>
    public IntakeFile(string path) : this(new SqliteDatabase(path, StorageTerms.Light))
    {
    }

    /// <summary>The same where the program keeps it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says what to do.</exception>
    public IntakeFile(OperationsDatabase database)
    {
        Database = database;
        try
        {
            database.Upgrade(Tables);
        }
        catch (DbException error)
        {
            throw new InvalidOperationException($"{database.Name} cannot be used ({error.Message}). {database.Advice} Or change IntakeRecord:Path.", error);
        }
    }

    /// <summary>What it lies in.</summary>
    public OperationsDatabase Database { get; }

    /// <summary>Writes alone, all or none.</summary>
    /// <exception cref="DbException">It could not be written.</exception>
    public T Write<T>(Func<DbConnection, T> write) => Database.Write(write);

    /// <summary>Reads beside any writer.</summary>
    /// <exception cref="DbException">It could not be read.</exception>
    public T Read<T>(Func<DbConnection, T> read) => Database.Read(read);
}
