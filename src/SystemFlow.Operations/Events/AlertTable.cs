using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>Writes and reads alerts: one row for each episode, in its last state.</summary>
internal static class AlertTable
{
    private const int MostFired = 5_000;

    /// <summary>Keeps the state and its history. A state that is clear again has no episode: it ends the one before.</summary>
    /// <exception cref="EventLogException">Another state stands than the one that the step was taken from.</exception>
    public static void Keep(DbConnection database, AlertChange change)
    {
        var state = change.State;
        var open = database.QueryFirstOrDefault<string>(
            "SELECT state FROM alerts WHERE rule = @Rule AND place = @Place AND is_over = 0", new { state.Rule, Place = state.Place.ToString() })
            is { } json ? Json.Of<AlertState>(json) : null;
        if (change.Before is { } before && !IsSame(before, open))
        {
            throw new EventLogException("Another node of the cluster has recorded this alert meanwhile. It is read again.");
        }

        Keep(database, state, open);
        var episode = state.Episode.Length > 0 ? state.Episode : open?.Episode ?? "";
        Rows.Insert(
            database, "alert_events (episode, at, line)", "",
            [.. change.Events.Select(line => (object?[])[episode, line.At.UtcTicks, JsonSerializer.Serialize(line)])]);
    }

    /// <summary>The alerts that are not clear, of one place or of all (null). What is over stays on disk.</summary>
    public static IEnumerable<AlertState> Open(DbConnection database, PlaceCode? place = null) => database.Query<string>(
        "SELECT state FROM alerts WHERE is_over = 0 AND (@place IS NULL OR place = @place)", new { place = place?.ToString() }).Select(Json.Of<AlertState>);

    /// <summary>The alerts that were open at a past moment, as they stood then, newest first.</summary>
    public static ImmutableArray<AlertState> OpenAt(DbConnection database, DateTimeOffset moment) =>
    [
        .. database.Query<string>( // What is over and has not changed since then was over already.
                "SELECT state FROM alerts WHERE fired_at <= @at AND (since > @at OR is_over = 0)", new { at = moment.UtcTicks })
            .Select(Json.Of<AlertState>)
            .Select(last => PastAlerts.At(last, History(database, last.Episode), moment))
            .OfType<AlertState>().Where(alert => alert.IsOpen).OrderByDescending(alert => alert.Since),
    ];

    /// <summary>What fired within a stretch, newest first.</summary>
    public static ImmutableArray<AlertState> Fired(DbConnection database, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. database.Query<string>(
            "SELECT state FROM alerts WHERE fired_at >= @from AND fired_at < @to ORDER BY fired_at DESC, rowid DESC LIMIT @most",
            new { from = from.UtcTicks, to = to.UtcTicks, most = MostFired }).Select(Json.Of<AlertState>),
    ];

    /// <summary>An episode's history, oldest first.</summary>
    public static ImmutableArray<AlertEvent> History(DbConnection database, string episode) =>
    [
        .. database.Query<string>("SELECT line FROM alert_events WHERE episode = @episode ORDER BY id", new { episode })
            .Select(Json.Of<AlertEvent>),
    ];

    /// <summary>The histories of what <see cref="Fired"/> gives, each oldest first.</summary>
    public static ILookup<string, AlertEvent> Histories(DbConnection database, DateTimeOffset from, DateTimeOffset to) =>
        database.Query<(string Episode, string Line)>(
            """
            SELECT episode, line FROM alert_events WHERE episode IN
                (SELECT episode FROM alerts WHERE fired_at >= @from AND fired_at < @to ORDER BY fired_at DESC, rowid DESC LIMIT @most)
            ORDER BY id
            """,
            new { from = from.UtcTicks, to = to.UtcTicks, most = MostFired })
            .ToLookup(row => row.Episode, row => Json.Of<AlertEvent>(row.Line), StringComparer.Ordinal);

    private static void Keep(DbConnection database, AlertState state, AlertState? open)
    {
        if (open is not null && open.Episode != state.Episode) database.Execute("UPDATE alerts SET is_over = 1 WHERE episode = @Episode", new { open.Episode });
        if (state.Phase is not AlertPhase.Clear) Keep(database, state);
    }

    // What else is in a state does not tell two steps apart.
    private static bool IsSame(AlertState before, AlertState? open) => open is null
        ? before.Phase is AlertPhase.Clear
        : (open.Episode, open.Phase, open.Since, open.StepsTaken) == (before.Episode, before.Phase, before.Since, before.StepsTaken);

    private static void Keep(DbConnection database, AlertState state) => database.Execute(
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
