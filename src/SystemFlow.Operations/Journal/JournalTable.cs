using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Journal;

/// <summary>Writes and reads the journal. A line is written in the transaction that does what it tells of.</summary>
internal static class JournalTable
{
    private const string Columns = "number, at, by, kind, subject, title, words, place";

    public static Schema Tables { get; } = new("journal", [First]);

    /// <summary>Keeps a line, sealed upon the one before it. Within a transaction: two at once would stand on the same line.</summary>
    public static void Keep(DbConnection database, JournalEntry entry)
    {
        var last = database.QueryFirstOrDefault<Sealed>("SELECT number, seal FROM journal ORDER BY number DESC LIMIT 1");
        var number = (last?.Number ?? 0) + 1;
        database.Execute(
            """
            INSERT INTO journal (number, at, by, kind, subject, title, words, place, seal)
            VALUES (@number, @at, @By, @kind, @Subject, @Title, @Words, @place, @seal)
            """,
            new
            {
                number,
                at = entry.At.UtcTicks,
                entry.By,
                kind = entry.Kind.ToString(),
                entry.Subject,
                entry.Title,
                entry.Words,
                place = entry.Place?.ToString(),
                seal = JournalSeal.Of(last?.Seal ?? Chain.First, number, entry),
            });
    }

    /// <summary>Looks at every seal, from the first line on, up to the first that does not hold.</summary>
    /// <param name="anchorAt">The line whose seal the answer is to name.</param>
    public static ChainCheck Check(DbConnection database, long? anchorAt = null) => Chain.Check(
        database.Query<Row>($"SELECT {Columns}, seal FROM journal ORDER BY number", buffered: false),
        static (before, row) => JournalSeal.Of(before, row.Number, row.Line.Entry), anchorAt);

    /// <summary>What was asked for, newest first.</summary>
    public static ImmutableArray<JournalLine> Read(DbConnection database, Dialect sql, JournalQuestion question, int most)
    {
        var filter = new LineFilter().By(question.Kind?.ToString(), question.Places, question.From, question.To, question.Before)
            .Having(question.Words, "title || ' ' || words || ' ' || by", sql);
        filter.Terms.Add("most", most);
        return
        [
            .. database.Query<Row>($"SELECT {Columns} FROM journal WHERE {filter.Where} ORDER BY number DESC LIMIT @most", filter.Terms)
                .Select(row => row.Line),
        ];
    }

    private static string First(Dialect sql) => $"""
        CREATE TABLE IF NOT EXISTS journal (
            number {sql.IdentityForGood}, at BIGINT NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL,
            subject TEXT NOT NULL, title TEXT NOT NULL, words TEXT NOT NULL, place TEXT, seal TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS journal_at ON journal (at);
        {sql.Guard("journal", "journal_stays", "journal_grows", "a line of the journal")}
        """;

    private sealed class Row : ISealedRow
    {
        public long Number { get; init; }

        public long At { get; init; }

        public string By { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Title { get; init; } = "";

        public string Words { get; init; } = "";

        public string? Place { get; init; }

        public string Seal { get; init; } = "";

        // What somebody wrote there by hand need not be a line at all.
        public bool IsWhole => At >= 0 && At <= DateTime.MaxValue.Ticks && Enum.TryParse<JournalKind>(Kind, out _) && (Place is null || PlaceCode.TryParse(Place, out _));

        public JournalLine Line => new(Number, new JournalEntry(
            new DateTimeOffset(At, TimeSpan.Zero), By, Enum.Parse<JournalKind>(Kind), Subject, Title, Words,
            Place is null ? null : PlaceCode.Parse(Place)));
    }

    private sealed class Sealed
    {
        public long Number { get; init; }

        public string Seal { get; init; } = "";
    }
}
