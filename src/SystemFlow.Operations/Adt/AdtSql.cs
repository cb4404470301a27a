namespace SystemFlow.Operations.Adt;

/// <summary>The tally's tables. Days are day numbers, moments UTC ticks. <c>told</c> is whether the readings are written.</summary>
internal static class AdtSql
{
    public const string Connection = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    public const string Tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS adt_seen (id BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS adt_seen_at ON adt_seen (at);
        CREATE TABLE IF NOT EXISTS adt_counts (
            place TEXT NOT NULL, metric TEXT NOT NULL, day INTEGER NOT NULL, hour INTEGER NOT NULL, net INTEGER NOT NULL,
            source TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (place, metric, day, hour)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS adt_counts_untold ON adt_counts (place, metric, day) WHERE told = 0;
        """;

    public const string Forget = "DELETE FROM adt_seen WHERE at < @Seen; DELETE FROM adt_counts WHERE day < @Day AND told = 1;";

    public const string See = "INSERT OR IGNORE INTO adt_seen (id, at) VALUES (@Id, @At)";

    public const string Net = "SELECT net FROM adt_counts WHERE place = @Place AND metric = @Metric AND day = @Day AND hour = @Hour";

    public const string Count = """
        INSERT INTO adt_counts (place, metric, day, hour, net, source) VALUES (@Place, @Metric, @Day, @Hour, @By, @Source)
        ON CONFLICT (place, metric, day, hour) DO UPDATE SET net = net + excluded.net, source = excluded.source, told = 0
        """;

    public const string Untold =
        "SELECT place, metric, day, min(hour), max(source) FROM adt_counts WHERE told = 0 GROUP BY place, metric, day ORDER BY day, place, metric";

    public const string Hours = "SELECT hour, net FROM adt_counts WHERE place = @Place AND metric = @Metric AND day = @Day";

    public const string Tell = "UPDATE adt_counts SET told = 1 WHERE place = @Place AND metric = @Metric AND day = @Day AND told = 0";
}
