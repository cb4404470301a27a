using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Editions;

namespace SystemFlow.Operations.Editions;

/// <summary>Writes and reads editions and the list of who gets them. Lines are added, never changed.</summary>
internal static class EditionTable
{
    /// <summary>Keeps an edition; false where there is one of its kind and moment, or of its name, already.</summary>
    public static bool Keep(DbConnection database, Edition edition) => database.Execute(
        """
        INSERT INTO editions (kind, moment, id, made_at, by, is_late, hash, content)
        VALUES (@kind, @moment, @Id, @made, @By, @isLate, @Hash, @Content) ON CONFLICT DO NOTHING
        """,
        new
        {
            kind = edition.Kind.ToString(),
            moment = edition.Moment.UtcTicks,
            edition.Id,
            made = edition.MadeAt.UtcTicks,
            edition.By,
            isLate = edition.IsLate ? 1 : 0,
            edition.Hash,
            edition.Content,
        }) == 1;

    /// <summary>An edition by its name.</summary>
    public static Edition? Find(DbConnection database, string id) =>
        database.QueryFirstOrDefault<Row>($"SELECT {EditionSchema.Columns} FROM editions WHERE id = @id", new { id })?.Edition;

    /// <summary>The newest of a kind, up to a moment.</summary>
    public static Edition? Newest(DbConnection database, EditionKind kind) => database.QueryFirstOrDefault<Row>(
        $"SELECT {EditionSchema.Columns} FROM editions WHERE kind = @kind ORDER BY moment DESC LIMIT 1", new { kind = kind.ToString() })?.Edition;

    /// <summary>Whether there is one of a kind and moment.</summary>
    public static bool Has(DbConnection database, EditionKind kind, DateTimeOffset moment) => database.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM editions WHERE kind = @kind AND moment = @moment)", new { kind = kind.ToString(), moment = moment.UtcTicks });

    /// <summary>Those of a kind, newest first.</summary>
    public static ImmutableArray<EditionHead> List(DbConnection database, EditionKind kind, int most) =>
    [
        .. database.Query<Row>(
            $"SELECT {EditionSchema.Head} FROM editions WHERE kind = @kind ORDER BY moment DESC LIMIT @most", new { kind = kind.ToString(), most })
            .Select(row => row.HeadOnly),
    ];

    /// <summary>Keeps a version of the list.</summary>
    public static void Keep(DbConnection database, Distribution list) => database.Execute(
        "INSERT INTO distributions (version, at, by, reason, recipients) VALUES (@Version, @at, @By, @Reason, @recipients)",
        new { list.Version, at = list.At.UtcTicks, list.By, list.Reason, recipients = JsonSerializer.Serialize(list.Recipients) });

    /// <summary>Versions of the list, newest first.</summary>
    public static ImmutableArray<Distribution> Lists(DbConnection database, int most) =>
    [
        .. database.Query<(int Version, long At, string By, string Reason, string Recipients)>(
                "SELECT version, at, by, reason, recipients FROM distributions ORDER BY version DESC LIMIT @most", new { most })
            .Select(row => new Distribution(
                row.Version, Moment(row.At), row.By, row.Reason, JsonSerializer.Deserialize<ImmutableArray<Recipient>>(row.Recipients))),
    ];

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);

    private sealed class Row
    {
        public string Kind { get; init; } = "";

        public long Moment { get; init; }

        public string Id { get; init; } = "";

        public long MadeAt { get; init; }

        public string By { get; init; } = "";

        public long IsLate { get; init; }

        public string Hash { get; init; } = "";

        public string Content { get; init; } = "";

        public Edition Edition => new(
            Enum.Parse<EditionKind>(Kind), Id, EditionTable.Moment(Moment), EditionTable.Moment(MadeAt), By, IsLate != 0, Hash, Content);

        public EditionHead HeadOnly => new(
            Enum.Parse<EditionKind>(Kind), Id, EditionTable.Moment(Moment), EditionTable.Moment(MadeAt), By, IsLate != 0);
    }
}
