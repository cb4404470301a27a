using System.Collections.Immutable;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Journal;

/// <summary>Writes and reads the journal. A line is written in the transaction that does what it tells of.</summary>
internal static class JournalTable
{
    private const char Escape = '!';

    public const string Tables = """
        CREATE TABLE IF NOT EXISTS journal (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL,
            subject TEXT NOT NULL, title TEXT NOT NULL, words TEXT NOT NULL, place TEXT);
        CREATE INDEX IF NOT EXISTS journal_at ON journal (at);
        CREATE TRIGGER IF NOT EXISTS journal_stays BEFORE UPDATE ON journal
            BEGIN SELECT raise(ABORT, 'a line of the journal is never changed'); END;
        CREATE TRIGGER IF NOT EXISTS journal_grows BEFORE DELETE ON journal
            BEGIN SELECT raise(ABORT, 'a line of the journal is never removed'); END;
        """;

    /// <summary>Keeps a line.</summary>
    public static void Keep(SqliteConnection database, JournalEntry entry) => database.Execute(
        """
        INSERT INTO journal (at, by, kind, subject, title, words, place) VALUES (@at, @By, @kind, @Subject, @Title, @Words, @place)
        """,
        new
        {
            at = entry.At.UtcTicks,
            entry.By,
            kind = entry.Kind.ToString(),
            entry.Subject,
            entry.Title,
            entry.Words,
            place = entry.Place?.ToString(),
        });

    /// <summary>What was asked for, newest first.</summary>
    public static ImmutableArray<JournalLine> Read(SqliteConnection database, JournalQuestion question, int most)
    {
        var terms = new DynamicParameters();
        var where = new StringBuilder("1 = 1");
        Narrow("kind = @kind", "kind", question.Kind?.ToString());
        Narrow("at >= @from", "from", question.From?.UtcTicks);
        Narrow("at < @to", "to", question.To?.UtcTicks);
        Narrow("number < @before", "before", question.Before);
        if (!question.Places.IsEmpty) Narrow("place IN @places", "places", question.Places.Select(place => place.ToString()).ToArray());
        for (var word = 0; word < question.Words.Length; word++)
        {
            Narrow($"title || ' ' || words || ' ' || by LIKE @word{word} ESCAPE '{Escape}'", $"word{word}", Like(question.Words[word]));
        }

        terms.Add("most", most);
        return
        [
            .. database.Query<Row>(
                $"SELECT number, at, by, kind, subject, title, words, place FROM journal WHERE {where} ORDER BY number DESC LIMIT @most", terms)
                .Select(row => row.Line),
        ];

        void Narrow(string condition, string name, object? value)
        {
            if (value is null) return;
            where.Append(" AND ").Append(condition);
            terms.Add(name, value);
        }
    }

    // What a person typed is looked for as it stands.
    private static string Like(string word)
    {
        var pattern = new StringBuilder("%");
        foreach (var c in word)
        {
            if (c is '%' or '_' or Escape) pattern.Append(Escape);
            pattern.Append(c);
        }

        return pattern.Append('%').ToString();
    }

    private sealed class Row
    {
        public long Number { get; init; }

        public long At { get; init; }

        public string By { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Title { get; init; } = "";

        public string Words { get; init; } = "";

        public string? Place { get; init; }

        public JournalLine Line => new(Number, new JournalEntry(
            new DateTimeOffset(At, TimeSpan.Zero), By, Enum.Parse<JournalKind>(Kind), Subject, Title, Words,
            Place is null ? null : PlaceCode.Parse(Place)));
    }
}
