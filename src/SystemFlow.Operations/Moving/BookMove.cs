using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Moving;

/// <summary>
/// Copies what people did from the files of one machine into the PostgreSQL that a cluster's nodes share, while neither runs: all of it or
/// nothing. The files stay as they are.
/// </summary>
/// <param name="connection">The PostgreSQL, as <see cref="OperationsOptions.ConnectionString"/> has it.</param>
public sealed class BookMove(string connection)
{
    private const string Versions = "schema_version";

    /// <summary>The files that there may be, each without its ending.</summary>
    public static ImmutableArray<string> Files { get; } = [.. Books.All.Select(book => book.Database).Where(name => name != RingKey.Database)];

    /// <summary>Copies every file, and the keys of cookies and links.</summary>
    /// <param name="files">Each file that there is, by its name without its ending: <c>events</c>, <c>operations</c>.</param>
    /// <returns>Each table, with how many rows were copied.</returns>
    /// <exception cref="StorageException">
    /// Nothing was copied: another version of the program wrote the files, the PostgreSQL has books of its own, or one of them cannot be used.
    /// </exception>
    public ImmutableArray<MovedTable> Run(IReadOnlyDictionary<string, string> files, IReadOnlyList<RingKey> keys)
    {
        try
        {
            foreach (var (name, schemas) in Books.All) Check(name, schemas, files);
            foreach (var (name, schemas) in Books.All) Make(name, schemas);
            using var into = new NpgsqlConnection(connection);
            into.Open();
            using var transaction = into.BeginTransaction();
            var tables = Books.All.SelectMany(book => BookTable.In(into, book.Database)).ToImmutableArray();
            foreach (var (name, path) in files) CheckKnown(path, [.. tables.Where(table => table.Database == name).Select(table => table.Name)]);
            foreach (var table in tables) Refuse(into, table);
            var moved = tables.Select(table => new MovedTable(
                table.Database, table.Name,
                table.Database == RingKey.Database ? RingKey.Write(keys, into) : files.TryGetValue(table.Database, out var file) ? Copy(file, table, into) : 0));
            ImmutableArray<MovedTable> all = [.. moved];
            transaction.Commit();
            return all;
        }
        catch (DbException error) when (error is not StorageException)
        {
            throw new StorageException($"Nothing was copied: {error.Message}", error);
        }
    }

    // Before anything is made there.
    private static void Check(string name, ImmutableArray<Schema> schemas, IReadOnlyDictionary<string, string> files)
    {
        if (!files.TryGetValue(name, out var path)) return;
        using var file = OpenFile(path);
        var isKept = TablesOf(file).Contains(Versions);
        foreach (var schema in schemas)
        {
            var version = schema.IsFiles ? file.ExecuteScalar<long>("PRAGMA user_version")
                : isKept ? file.ExecuteScalar<long?>("SELECT version FROM schema_version WHERE book = @Book", new { schema.Book }) ?? 0
                : 0;
            if (version == schema.Steps.Length || (version == 0 && !schema.IsFiles)) continue; // Some books begin when they are first written in.
            throw new StorageException(
                $"Nothing was copied: {path} was not written by this version of the program ({schema.Book} {version}, not {schema.Steps.Length}). "
                + "Start this version once on the files, without Operations:ConnectionString, and stop it.");
        }
    }

    // A file may have more than this program knows: better nothing moves than half of it.
    private static void CheckKnown(string path, HashSet<string> known)
    {
        using var file = OpenFile(path);
        if (TablesOf(file).FirstOrDefault(table => table != Versions && !known.Contains(table)) is not { } unknown) return;
        throw new StorageException($"Nothing was copied: table {unknown} of {path} is not one of this program's. Start the version that wrote it.");
    }

    private static List<string> TablesOf(SqliteConnection file) =>
        file.Query<string>(@"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'").AsList();

    private void Make(string name, ImmutableArray<Schema> schemas)
    {
        using var database = new PostgresDatabase(connection, name);
        foreach (var schema in schemas) database.Upgrade(schema);
    }

    // Whoever has begun there goes on there: two histories cannot be made one.
    private static void Refuse(NpgsqlConnection into, BookTable table)
    {
        into.Execute($"LOCK TABLE {table.Where} IN EXCLUSIVE MODE");
        if (into.ExecuteScalar<long>($"SELECT count(*) FROM (SELECT 1 FROM {table.Where} LIMIT 1) AS line") == 0) return;
        throw new StorageException(
            $"Nothing was copied: {table.Database}.{table.Name} of PostgreSQL database {into.Database} is not empty. Name a fresh database, which no node has started on.");
    }

    private static long Copy(string path, BookTable table, NpgsqlConnection into)
    {
        using var file = OpenFile(path);
        try
        {
            return table.Copy(file, into);
        }
        catch (Exception error) when (error is DbException or FormatException or OverflowException)
        {
            throw new StorageException($"Nothing was copied: table {table.Name} of {path} cannot be ({error.Message}).", error);
        }
    }

    private static SqliteConnection OpenFile(string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        file.Open();
        return file;
    }
}

/// <summary>A table that was copied.</summary>
/// <param name="Database">The file's name without its ending, and the schema's.</param>
public sealed record MovedTable(string Database, string Table, long Rows);
