using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>
/// The tables of the event log. Moments are UTC ticks. What is only ever read as a whole is JSON; what is searched for is a
/// column. A message's due moment and fate are columns, because they change.
/// </summary>
internal static class EventSchema
{
    public static Schema Tables { get; } = new("events", [First]);

    /// <summary>Forgets what ended long ago. Levels and what people declared are few, and kept.</summary>
    public const string Prune = """
        DELETE FROM alert_events WHERE episode IN (SELECT episode FROM alerts WHERE is_over = 1 AND since < @before);
        DELETE FROM alerts WHERE is_over = 1 AND since < @before;
        DELETE FROM outbox WHERE status <> 0 AND made_at < @before;
        """;

    private static string First(Dialect sql) => $"""
        CREATE TABLE IF NOT EXISTS alerts (
            {sql.RowId} episode TEXT PRIMARY KEY, rule TEXT NOT NULL, place TEXT NOT NULL, since BIGINT NOT NULL, fired_at BIGINT,
            is_over BIGINT NOT NULL DEFAULT 0, state TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS alerts_open ON alerts (rule, place) WHERE is_over = 0;
        CREATE INDEX IF NOT EXISTS alerts_fired ON alerts (fired_at);
        CREATE TABLE IF NOT EXISTS alert_events (
            id {sql.Identity}, episode TEXT NOT NULL, at BIGINT NOT NULL, line TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS alert_events_episode ON alert_events (episode, id);
        CREATE TABLE IF NOT EXISTS outbox (
            {sql.RowId} id TEXT PRIMARY KEY, episode TEXT, lead TEXT NOT NULL, due_at BIGINT NOT NULL, made_at BIGINT NOT NULL,
            is_digested BIGINT NOT NULL, status BIGINT NOT NULL DEFAULT 0, attempts BIGINT NOT NULL DEFAULT 0,
            outcome TEXT NOT NULL DEFAULT '', last_at BIGINT, message TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS outbox_due ON outbox (status, due_at);
        CREATE INDEX IF NOT EXISTS outbox_made ON outbox (made_at);
        CREATE INDEX IF NOT EXISTS outbox_episode ON outbox (episode);
        CREATE TABLE IF NOT EXISTS levels (
            id {sql.Identity}, place TEXT NOT NULL, at BIGINT NOT NULL, level TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS levels_place ON levels (place, at);
        CREATE INDEX IF NOT EXISTS levels_at ON levels (at);
        CREATE TABLE IF NOT EXISTS declared_levels (
            id {sql.Identity}, place TEXT NOT NULL, until BIGINT NOT NULL, withdrawn_by TEXT, declared TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS declared_levels_place ON declared_levels (place, id);
        CREATE TABLE IF NOT EXISTS planned_events (
            id {sql.Identity}, to_at BIGINT NOT NULL, planned TEXT NOT NULL);
        """;
}
