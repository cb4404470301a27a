using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Rules;

/// <summary>The rule documents in the operations database: lines are added, never changed.</summary>
internal static class RuleTable
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

    /// <summary>The table.</summary>
    public static readonly Schema Tables = new(
        "rules",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS rule_documents (
                    kind TEXT NOT NULL,
                    version BIGINT NOT NULL,
                    name TEXT NOT NULL,
                    body TEXT NOT NULL,
                    author TEXT NOT NULL,
                    at TEXT NOT NULL,
                    note TEXT NOT NULL,
                    confirmed_by TEXT,
                    in_force BIGINT NOT NULL,
                    PRIMARY KEY (kind, version)
                ){sql.WithoutRowId};
                """,
        ]);

    /// <summary>How many lines there are, of all kinds.</summary>
    public static long Count(DbConnection database) => database.ExecuteScalar<long>("SELECT COUNT(*) FROM rule_documents");

    /// <summary>Those that were put in force, newest first, read one by one: while the connection is open.</summary>
    public static IEnumerable<RuleDocument> PutInForce(DbConnection database, RuleKind kind) => database
        .Query<Line>($"{Columns} AND in_force = 1 ORDER BY version DESC", new { kind = NameOf(kind) }, buffered: false)
        .Select(line => line.Of(kind));

    public static ImmutableArray<RuleDocument> Newest(DbConnection database, RuleKind kind, int count) =>
        [.. database.Query<Line>($"{Columns} ORDER BY version DESC LIMIT @count", new { kind = NameOf(kind), count }).Select(line => line.Of(kind))];

    public static RuleDocument? Find(DbConnection database, RuleKind kind, int version) =>
        database.QuerySingleOrDefault<Line>($"{Columns} AND version = @version", new { kind = NameOf(kind), version })?.Of(kind);

    /// <summary>Adds a document as the next version, if the newest is still the one given; null if it is not, and the newest. Within a write.</summary>
    public static (int? Version, RuleDocument? Newest) Add(DbConnection database, RuleDocument document, int? newestSeen)
    {
        var newest = database.QuerySingleOrDefault<Line>($"{Columns} ORDER BY version DESC LIMIT 1", new { kind = NameOf(document.Kind) });
        if (newestSeen is { } seen && seen != (newest?.Version ?? 0)) return (null, newest?.Of(document.Kind));
        var version = checked((int)((newest?.Version ?? 0) + 1));
        database.Execute(Insert, new
        {
            kind = NameOf(document.Kind),
            Version = version,
            document.Name,
            document.Body,
            document.Author,
            at = document.At.ToString("O", CultureInfo.InvariantCulture),
            document.Note,
            document.ConfirmedBy,
            IsPutInForce = document.IsPutInForce ? 1 : 0,
        });
        return (version, null);
    }

    private static string NameOf(RuleKind kind) => kind.ToString().ToLowerInvariant();

    private sealed record Line(
        long Version, string Name, string Body, string Author, string At, string Note, string? ConfirmedBy, long InForce)
    {
        public RuleDocument Of(RuleKind kind) => new(
            kind, checked((int)Version), Name, Body, Author, DateTimeOffset.Parse(At, CultureInfo.InvariantCulture), Note,
            ConfirmedBy, InForce != 0);
    }
}
