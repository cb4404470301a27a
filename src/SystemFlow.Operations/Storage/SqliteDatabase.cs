using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Storage;

/// <summary>A SQLite file, which this machine's programs alone use.</summary>
internal sealed class SqliteDatabase : OperationsDatabase
{
    private readonly string _connection;
    private readonly string _pragmas;

    /// <summary>The file is made when a book's tables are (<see cref="OperationsDatabase.Upgrade"/>).</summary>
    public SqliteDatabase(string path, StorageTerms? terms = null)
    {
        var (longest, waitsForDisk) = terms ?? StorageTerms.Kept;
        Name = Path.GetFullPath(path);
        _connection = new SqliteConnectionStringBuilder { DataSource = Name }.ToString();
        _pragmas = string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {longest.TotalMilliseconds:0}; PRAGMA synchronous = {(waitsForDisk ? "FULL" : "NORMAL")};");
    }

    /// <inheritdoc/>
    public override event Action<string?>? Heard
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Sqlite;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Advice => "Check that its disk has room, that the program may write there and that no other program holds it.";

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override void Upgrade(Schema schema)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Name)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(error.Message, error);
        }

        Read(database => database.Execute("PRAGMA journal_mode = WAL;")); // Not in a transaction: it cannot change within one.
        Write(database => Upgrade(database, schema));
    }

    /// <inheritdoc/>
    public override T Read<T>(Func<DbConnection, T> read)
    {
        using var database = new SqliteConnection(_connection);
        database.Open();
        database.Execute(_pragmas);
        return read(database);
    }

    /// <summary>Nothing: nobody else keeps any of it in memory.</summary>
    public override void Tell(DbConnection database, string key)
    {
    }

    /// <inheritdoc/>
    protected override void WriteAlone(Action<DbConnection> write) => Read(database =>
    {
        // Immediate: the file's lock is taken before anything is read, so that nobody decides upon what another program is changing.
        using var transaction = database.BeginTransaction();
        write(database);
        transaction.Commit();
        return true;
    });

    private void Upgrade(DbConnection database, Schema schema)
    {
        if (!schema.IsFiles)
        {
            database.Execute("CREATE TABLE IF NOT EXISTS schema_version (book TEXT PRIMARY KEY, version INTEGER NOT NULL)");
            TakeSteps(database, schema);
            return;
        }

        var version = database.ExecuteScalar<long>("PRAGMA user_version");
        foreach (var step in schema.After(version, this)) database.Execute(step);
        if (version < schema.Steps.Length) database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {schema.Steps.Length}"));
    }
}
