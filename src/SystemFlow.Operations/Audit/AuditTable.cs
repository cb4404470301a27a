using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Audit;

/// <summary>Writes and reads the lines of audit.db.</summary>
internal static class AuditTable
{
    public static readonly Schema Tables = new(
        "audit",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS audit (
                    number {sql.IdentityForGood}, at BIGINT NOT NULL, by TEXT NOT NULL, account TEXT, kind TEXT NOT NULL,
                    subject TEXT NOT NULL, words TEXT NOT NULL, place TEXT, address TEXT, seal TEXT NOT NULL);
                CREATE INDEX IF NOT EXISTS audit_at ON audit (at);
                {sql.Guard("audit", "audit_stays", "audit_grows", "a line of the audit")}
                CREATE TABLE IF NOT EXISTS remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal TEXT NOT NULL){sql.WithoutRowId};
                """,
        ]);

    private const string Columns = "number, at, by, account, kind, subject, words, place, address";

    /// <summary>Whether there is a line.</summary>
    public static bool HasLines(DbConnection database) => database.ExecuteScalar<long>("SELECT count(*) FROM (SELECT 1 FROM audit LIMIT 1) AS line") > 0;

    /// <summary>
    /// Whether the last line was sealed with this key. Where it was not, another key is given than the one before, and a line more would
    /// hide from which line on.
    /// </summary>
    public static bool IsSealedWith(DbConnection database, AuditKey key)
    {
        var last = database.Query<Row>($"SELECT {Columns}, seal FROM audit ORDER BY number DESC LIMIT 2").AsList();
        return last.Count == 0 || (last[0].IsWhole && last[0].Seal == key.SealOf(last.ElementAtOrDefault(1)?.Seal ?? Chain.First, last[0].Number, last[0].Line.Entry));
    }

    /// <summary>Keeps a line, sealed upon the one before it. Within a transaction: two at once would stand on the same line.</summary>
    public static Anchor Keep(DbConnection database, AuditEntry entry, AuditKey key)
    {
        var (before, seal) = database.QueryFirstOrDefault<(long, string?)>("SELECT number, seal FROM audit ORDER BY number DESC LIMIT 1");
        var number = before + 1;
        var kept = new Anchor(number, key.SealOf(seal ?? Chain.First, number, entry));
        database.Execute(
            """
            INSERT INTO audit (number, at, by, account, kind, subject, words, place, address, seal)
            VALUES (@number, @at, @By, @Account, @kind, @Subject, @Words, @place, @Address, @seal)
            """,
            new
            {
                number,
                at = entry.At.UtcTicks,
                entry.By,
                entry.Account,
                kind = entry.Kind.ToString(),
                entry.Subject,
                entry.Words,
                place = entry.Place?.ToString(),
                entry.Address,
                seal = kept.Seal,
            });
        return kept;
    }

    /// <summary>Looks at every seal, from the first line on, up to the first that does not hold.</summary>
    public static ChainCheck Check(DbConnection database, AuditKey key, long? anchorAt) => Chain.Check(
        database.Query<Row>($"SELECT {Columns}, seal FROM audit ORDER BY number", buffered: false),
        (before, row) => key.SealOf(before, row.Number, row.Line.Entry), anchorAt);

    /// <summary>What was asked for, newest first. What somebody wrote there by hand and is no line is left out: the seals tell of it.</summary>
    public static ImmutableArray<AuditLine> Read(DbConnection database, Dialect sql, AuditQuestion question, int most)
    {
        var filter = new LineFilter().By(question.Kind?.ToString(), question.Places, question.From, question.To, question.Before)
            .Having(question.Words, "words || ' ' || subject || ' ' || coalesce(address, '')", sql);
        if (question.Person is { } person)
        {
            filter.Narrow($"(by {sql.Like} @person ESCAPE '{LikePattern.Escape}' OR account = @account)", "person", LikePattern.Of(person));
            filter.Terms.Add("account", person);
        }

        filter.Terms.Add("most", most);
        return
        [
            .. database.Query<Row>($"SELECT {Columns} FROM audit WHERE {filter.Where} ORDER BY number DESC LIMIT @most", filter.Terms)
                .Where(row => row.IsWhole).Select(row => row.Line),
        ];
    }

    private sealed class Row : ISealedRow
    {
        public long Number { get; init; }

        public long At { get; init; }

        public string By { get; init; } = "";

        public string? Account { get; init; }

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Words { get; init; } = "";

        public string? Place { get; init; }

        public string? Address { get; init; }

        public string Seal { get; init; } = "";

        public bool IsWhole => At >= 0 && At <= DateTime.MaxValue.Ticks && Enum.TryParse<AuditKind>(Kind, out _) && (Place is null || PlaceCode.TryParse(Place, out _));

        public AuditLine Line => new(Number, new AuditEntry(
            new DateTimeOffset(At, TimeSpan.Zero), By, Account, Enum.Parse<AuditKind>(Kind), Subject, Words,
            Place is null ? null : PlaceCode.Parse(Place), Address));
    }
}
