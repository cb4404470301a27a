namespace SystemFlow.Operations.Events;

/// <summary>The tables of events.db. Moments are UTC ticks.</summary>
internal static class EventSchema
{
    public const string Connection = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    public const string Tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS alerts (
            rule TEXT NOT NULL, place TEXT NOT NULL, episode TEXT NOT NULL, phase INTEGER NOT NULL, since INTEGER NOT NULL,
            severity INTEGER NOT NULL, words TEXT NOT NULL, value REAL, fired_at INTEGER, clear_since INTEGER,
            steps INTEGER NOT NULL, next_step_at INTEGER, by TEXT, note TEXT, snoozed_until INTEGER,
            PRIMARY KEY (rule, place, episode)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS alerts_fired ON alerts (fired_at);
        CREATE TABLE IF NOT EXISTS alert_events (
            id INTEGER PRIMARY KEY, episode TEXT NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, words TEXT NOT NULL,
            step INTEGER, by TEXT);
        CREATE INDEX IF NOT EXISTS alert_events_episode ON alert_events (episode, id);
        CREATE TABLE IF NOT EXISTS outbox (
            id TEXT PRIMARY KEY, episode TEXT, lead TEXT NOT NULL, channel INTEGER NOT NULL, address TEXT NOT NULL,
            severity INTEGER NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, due_at INTEGER NOT NULL,
            is_digested INTEGER NOT NULL, is_exercise INTEGER NOT NULL, made_at INTEGER NOT NULL,
            status INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '',
            last_at INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS outbox_due ON outbox (status, due_at);
        CREATE TABLE IF NOT EXISTS levels (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, at INTEGER NOT NULL, level INTEGER, score REAL, rules TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS levels_place ON levels (place, at);
        CREATE TABLE IF NOT EXISTS declared_levels (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, level INTEGER NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL,
            at INTEGER NOT NULL, until INTEGER NOT NULL, calculated INTEGER, withdrawn_by TEXT);
        CREATE TABLE IF NOT EXISTS planned_events (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, rule TEXT, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
            reason TEXT NOT NULL, by TEXT NOT NULL);
        """;
}
