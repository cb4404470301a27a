namespace SystemFlow.Operations.Editions;

/// <summary>The tables of editions in events.db. Moments are UTC ticks.</summary>
internal static class EditionSchema
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS editions (
            kind TEXT NOT NULL, moment INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, made_at INTEGER NOT NULL, by TEXT NOT NULL,
            is_late INTEGER NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (kind, moment));
        CREATE TRIGGER IF NOT EXISTS editions_stay BEFORE UPDATE ON editions
            BEGIN SELECT raise(ABORT, 'an edition is never changed'); END;
        CREATE TRIGGER IF NOT EXISTS editions_remain BEFORE DELETE ON editions
            BEGIN SELECT raise(ABORT, 'an edition is never removed'); END;
        CREATE TABLE IF NOT EXISTS distributions (
            version INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL, recipients TEXT NOT NULL);
        """;

    public const string Columns =
        "kind AS Kind, moment AS Moment, id AS Id, made_at AS MadeAt, by AS By, is_late AS IsLate, hash AS Hash, content AS Content";

    public const string Head = "kind AS Kind, moment AS Moment, id AS Id, made_at AS MadeAt, by AS By, is_late AS IsLate";
}
