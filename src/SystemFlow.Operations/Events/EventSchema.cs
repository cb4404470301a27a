namespace SystemFlow.Operations.Events;

/// <summary>
/// The tables of events.db. Moments are UTC ticks. What is only ever read as a whole is JSON; what is searched for is a
/// column. A message's due moment and fate are columns, because they change.
/// </summary>
internal static class EventSchema
{
    public const string Connection = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    public const string Tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS alerts (
            episode TEXT PRIMARY KEY, rule TEXT NOT NULL, place TEXT NOT NULL, since INTEGER NOT NULL, fired_at INTEGER,
            is_over INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS alerts_open ON alerts (rule, place) WHERE is_over = 0;
        CREATE INDEX IF NOT EXISTS alerts_fired ON alerts (fired_at);
        CREATE TABLE IF NOT EXISTS alert_events (
            id INTEGER PRIMARY KEY, episode TEXT NOT NULL, at INTEGER NOT NULL, line TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS alert_events_episode ON alert_events (episode, id);
        CREATE TABLE IF NOT EXISTS outbox (
            id TEXT PRIMARY KEY, episode TEXT, lead TEXT NOT NULL, due_at INTEGER NOT NULL, made_at INTEGER NOT NULL,
            is_digested INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
            outcome TEXT NOT NULL DEFAULT '', last_at INTEGER, message TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS outbox_due ON outbox (status, due_at);
        CREATE INDEX IF NOT EXISTS outbox_made ON outbox (made_at);
        CREATE INDEX IF NOT EXISTS outbox_episode ON outbox (episode);
        CREATE TABLE IF NOT EXISTS levels (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, at INTEGER NOT NULL, level TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS levels_place ON levels (place, at);
        CREATE INDEX IF NOT EXISTS levels_at ON levels (at);
        CREATE TABLE IF NOT EXISTS declared_levels (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, until INTEGER NOT NULL, withdrawn_by TEXT, declared TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS declared_levels_place ON declared_levels (place, id);
        CREATE TABLE IF NOT EXISTS planned_events (
            id INTEGER PRIMARY KEY, to_at INTEGER NOT NULL, planned TEXT NOT NULL);
        """;

    /// <summary>Forgets what ended long ago. Levels and what people declared are few, and kept.</summary>
    public const string Prune = """
        DELETE FROM alert_events WHERE episode IN (SELECT episode FROM alerts WHERE is_over = 1 AND since < @before);
        DELETE FROM alerts WHERE is_over = 1 AND since < @before;
        DELETE FROM outbox WHERE status <> 0 AND made_at < @before;
        """;
}
