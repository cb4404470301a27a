using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Rules;

/// <summary>The rule documents in the operations database: lines are added, never changed.</summary>
internal sealed class RuleTable
{
    private const string Columns = """
        SELECT version AS Version, name AS Name, body AS Body, author AS Author, at AS At, note AS Note,
               confirmed_by AS ConfirmedBy, in_force AS InForce
        FROM rule_documents WHERE kind = @kind
        """;

    private const string Insert = """
        INSERT INTO rule_documents (kind, version, name, body, author, at, note, confirmed_by, in_force)
        VALUES (@kind, @Version, @Name, @Body, @Author, @at, @Note, @ConfirmedBy, @IsPutInForce)
        """;

    private readonly string _connection;

    public RuleTable(string path)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var database = Open();
        database.Execute("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS rule_documents (
                kind TEXT NOT NULL,
                version INTEGER NOT NULL,
                name TEXT NOT NULL,
                body TEXT NOT NULL,
                author TEXT NOT NULL,
                at TEXT NOT NULL,
                note TEXT NOT NULL,
                confirmed_by TEXT,
                in_force INTEGER NOT NULL,
                PRIMARY KEY (kind, version)
            ) WITHOUT ROWID;
            """);
    }

    /// <summary>How many lines there are, of all kinds.</summary>
    public long Count()
    {
        using var database = Open();
        return database.ExecuteScalar<long>("SELECT COUNT(*) FROM rule_documents");
    }

    /// <summary>Those that were put in force, newest first, read one by one.</summary>
    public IEnumerable<RuleDocument> PutInForce(RuleKind kind)
    {
        using var database = Open();
        var lines = database.Query<Line>(
            $"{Columns} AND in_force = 1 ORDER BY version DESC", new { kind = NameOf(kind) }, buffered: false);
        foreach (var line in lines) yield return line.Of(kind);
    }

    public async Task<ImmutableArray<RuleDocument>> NewestAsync(RuleKind kind, int count)
    {
        await using var database = Open();
        var lines = await database.QueryAsync<Line>(
            $"{Columns} ORDER BY version DESC LIMIT @count", new { kind = NameOf(kind), count });
        return [.. lines.Select(line => line.Of(kind))];
    }

    public async Task<RuleDocument?> FindAsync(RuleKind kind, int version)
    {
        await using var database = Open();
        var line = await database.QuerySingleOrDefaultAsync<Line>(
            $"{Columns} AND version = @version", new { kind = NameOf(kind), version });
        return line?.Of(kind);
    }

    /// <summary>Adds a document as the next version, if the newest is still the one given; null if it is not, and the newest.</summary>
    public async Task<(int? Version, RuleDocument? Newest)> AddAsync(RuleDocument document, int? newestSeen)
    {
        await using var database = Open();
        // Immediate: between the look and the insert nobody else writes.
        await using var transaction = database.BeginTransaction(deferred: false);
        var newest = await database.QuerySingleOrDefaultAsync<Line>(
            $"{Columns} ORDER BY version DESC LIMIT 1", new { kind = NameOf(document.Kind) }, transaction);
        if (newestSeen is { } seen && seen != (newest?.Version ?? 0)) return (null, newest?.Of(document.Kind));
        var version = checked((int)((newest?.Version ?? 0) + 1));
        await database.ExecuteAsync(Insert, new
        {
            kind = NameOf(document.Kind),
            Version = version,
            document.Name,
            document.Body,
            document.Author,
            at = document.At.ToString("O", CultureInfo.InvariantCulture),
            document.Note,
            document.ConfirmedBy,
            document.IsPutInForce,
        }, transaction);
        await transaction.CommitAsync();
        return (version, null);
    }

    private static string NameOf(RuleKind kind) => kind.ToString().ToLowerInvariant();

    private SqliteConnection Open()
    {
        var database = new SqliteConnection(_connection);
        database.Open();
        return database;
    }

    private sealed record Line(
        long Version, string Name, string Body, string Author, string At, string Note, string? ConfirmedBy, long InForce)
    {
        public RuleDocument Of(RuleKind kind) => new(
            kind, checked((int)Version), Name, Body, Author, DateTimeOffset.Parse(At, CultureInfo.InvariantCulture), Note,
            ConfirmedBy, InForce != 0);
    }
}
