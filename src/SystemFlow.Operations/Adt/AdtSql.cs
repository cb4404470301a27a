using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Adt;

/// <summary>The tally's tables. Days are day numbers, moments UTC ticks. <c>told</c> is whether the readings are written.</summary>
internal static class AdtSql
{
    public static readonly Schema Tables = new(
        "adt",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS adt_seen (id {sql.Bytes} PRIMARY KEY, at BIGINT NOT NULL){sql.WithoutRowId};
                CREATE INDEX IF NOT EXISTS adt_seen_at ON adt_seen (at);
                CREATE TABLE IF NOT EXISTS adt_counts (
                    place {sql.Text} NOT NULL, metric {sql.Text} NOT NULL, day BIGINT NOT NULL, hour BIGINT NOT NULL, net BIGINT NOT NULL,
                    source TEXT NOT NULL, told BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (place, metric, day, hour)){sql.WithoutRowId};
                CREATE INDEX IF NOT EXISTS adt_counts_untold ON adt_counts (place, metric, day) WHERE told = 0;
                """,
        ]);

    public const string Forget = "DELETE FROM adt_seen WHERE at < @Seen; DELETE FROM adt_counts WHERE day < @Day AND told = 1;";

    public const string See = "INSERT INTO adt_seen (id, at) VALUES (@Id, @At) ON CONFLICT (id) DO NOTHING";

    public const string Net = "SELECT net FROM adt_counts WHERE place = @Place AND metric = @Metric AND day = @Day AND hour = @Hour";

    public const string Count = """
        INSERT INTO adt_counts (place, metric, day, hour, net, source) VALUES (@Place, @Metric, @Day, @Hour, @By, @Source)
        ON CONFLICT (place, metric, day, hour) DO UPDATE SET net = adt_counts.net + excluded.net, source = excluded.source, told = 0
        """;

    public const string Untold =
        "SELECT place, metric, day, min(hour), max(source) FROM adt_counts WHERE told = 0 GROUP BY place, metric, day ORDER BY day, place, metric";

    public const string Hours = "SELECT hour, net FROM adt_counts WHERE place = @Place AND metric = @Metric AND day = @Day";

    // Only what was read: another node may have counted since, and has yet to write its readings.
    public const string Tell =
        "UPDATE adt_counts SET told = 1 WHERE place = @Place AND metric = @Metric AND day = @Day AND hour = @Hour AND net = @Net AND told = 0";
}
