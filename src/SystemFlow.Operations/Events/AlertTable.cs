using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Operations.Events;

/// <summary>Writes and reads alerts: one row for each episode, in its last state.</summary>
internal static class AlertTable
{
    private const int MostFired = 5_000;

    /// <summary>Keeps the state and its history. A state that is clear again has no episode: it ends the one before.</summary>
    public static void Keep(SqliteConnection database, AlertState state, ImmutableArray<AlertEvent> lines)
    {
        var key = new { state.Rule, Place = state.Place.ToString(), state.Episode };
        var episode = state.Episode.Length > 0 ? state.Episode : database.QueryFirstOrDefault<string>(
            "SELECT episode FROM alerts WHERE rule = @Rule AND place = @Place AND is_over = 0", key);
        database.Execute(
            "UPDATE alerts SET is_over = 1 WHERE rule = @Rule AND place = @Place AND is_over = 0 AND episode <> @Episode", key);
        if (state.Phase is not AlertPhase.Clear) Keep(database, state);
        foreach (var line in lines)
        {
            database.Execute(
                "INSERT INTO alert_events (episode, at, line) VALUES (@episode, @at, @line)",
                new { episode = episode ?? "", at = line.At.UtcTicks, line = JsonSerializer.Serialize(line) });
        }
    }

    /// <summary>The alerts that are not clear. What is over stays on disk.</summary>
    public static IEnumerable<AlertState> Open(SqliteConnection database) =>
        database.Query<string>("SELECT state FROM alerts WHERE is_over = 0").Select(Json.Of<AlertState>);

    /// <summary>The alerts that were open at a past moment, as they stood then, newest first.</summary>
    public static ImmutableArray<AlertState> OpenAt(SqliteConnection database, DateTimeOffset moment) =>
    [
        .. database.Query<string>( // What is over and has not changed since then was over already.
                "SELECT state FROM alerts WHERE fired_at <= @at AND (since > @at OR is_over = 0)", new { at = moment.UtcTicks })
            .Select(Json.Of<AlertState>)
            .Select(last => PastAlerts.At(last, History(database, last.Episode), moment))
            .OfType<AlertState>().Where(alert => alert.IsOpen).OrderByDescending(alert => alert.Since),
    ];

    /// <summary>What fired within a stretch, newest first.</summary>
    public static ImmutableArray<AlertState> Fired(SqliteConnection database, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. database.Query<string>(
            "SELECT state FROM alerts WHERE fired_at >= @from AND fired_at < @to ORDER BY fired_at DESC, rowid DESC LIMIT @most",
            new { from = from.UtcTicks, to = to.UtcTicks, most = MostFired }).Select(Json.Of<AlertState>),
    ];

    /// <summary>An episode's history, oldest first.</summary>
    public static ImmutableArray<AlertEvent> History(SqliteConnection database, string episode) =>
    [
        .. database.Query<string>("SELECT line FROM alert_events WHERE episode = @episode ORDER BY id", new { episode })
            .Select(Json.Of<AlertEvent>),
    ];

    /// <summary>The histories of what <see cref="Fired"/> gives, each oldest first.</summary>
    public static ILookup<string, AlertEvent> Histories(SqliteConnection database, DateTimeOffset from, DateTimeOffset to) =>
        database.Query<(string Episode, string Line)>(
            """
            SELECT episode, line FROM alert_events WHERE episode IN
                (SELECT episode FROM alerts WHERE fired_at >= @from AND fired_at < @to ORDER BY fired_at DESC, rowid DESC LIMIT @most)
            ORDER BY id
            """,
            new { from = from.UtcTicks, to = to.UtcTicks, most = MostFired })
            .ToLookup(row => row.Episode, row => Json.Of<AlertEvent>(row.Line), StringComparer.Ordinal);

    private static void Keep(SqliteConnection database, AlertState state) => database.Execute(
        """
        INSERT INTO alerts (episode, rule, place, since, fired_at, state) VALUES (@Episode, @Rule, @place, @since, @fired, @json)
        ON CONFLICT (episode) DO UPDATE SET since = @since, fired_at = @fired, is_over = 0, state = @json
        """,
        new
        {
            state.Episode,
            state.Rule,
            place = state.Place.ToString(),
            since = state.Since.UtcTicks,
            fired = state.FiredAt?.UtcTicks,
            json = JsonSerializer.Serialize(state),
        });
}

/// <summary>Reads back what the log wrote as JSON.</summary>
internal static class Json
{
    public static T Of<T>(string text) => JsonSerializer.Deserialize<T>(text)!;
}
