using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Editions;

/// <summary>The tables of editions in events.db. Moments are UTC ticks.</summary>
internal static class EditionSchema
{
    public static Schema Tables { get; } = new("editions", [First]);

    public const string Columns =
        "kind AS Kind, moment AS Moment, id AS Id, made_at AS MadeAt, by AS By, is_late AS IsLate, hash AS Hash, content AS Content";

    public const string Head = "kind AS Kind, moment AS Moment, id AS Id, made_at AS MadeAt, by AS By, is_late AS IsLate";

    private static string First(Dialect sql) => $"""
        CREATE TABLE IF NOT EXISTS editions (
            kind TEXT NOT NULL, moment BIGINT NOT NULL, id TEXT NOT NULL UNIQUE, made_at BIGINT NOT NULL, by TEXT NOT NULL,
            is_late BIGINT NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (kind, moment));
        {sql.Guard("editions", "editions_stay", "editions_remain", "an edition")}
        CREATE TABLE IF NOT EXISTS distributions (
            version {sql.NumberKey}, at BIGINT NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL, recipients TEXT NOT NULL);
        """;
}
