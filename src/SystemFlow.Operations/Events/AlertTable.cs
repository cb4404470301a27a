using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Events;

/// <summary>Writes and reads one alert change, column by column.</summary>
internal static class AlertTable
{
    /// <summary>Keeps the state, its history and its messages, all or none; a message's id counts once.</summary>
    public static void Keep(SqliteConnection database, AlertChange change)
    {
        using var transaction = database.BeginTransaction();
        KeepState(database, change.State, transaction);
        foreach (var line in change.Events)
        {
            database.Execute(
                "INSERT INTO alert_events (episode, kind, at, words, step, by) VALUES (@Episode, @Kind, @At, @Words, @Step, @By)",
                new { change.State.Episode, Kind = (int)line.Kind, At = line.At.UtcTicks, line.Words, line.Step, line.By }, transaction);
        }

        foreach (var message in change.Messages) Keep(database, message, transaction);
        transaction.Commit();
    }

    /// <summary>Keeps a message unless its id is there already.</summary>
    public static void Keep(SqliteConnection database, OutboxMessage message, SqliteTransaction transaction) => database.Execute(
        """
        INSERT OR IGNORE INTO outbox
            (id, episode, lead, channel, address, severity, subject, text, due_at, is_digested, is_exercise, made_at)
        VALUES (@Id, @Episode, @Lead, @Channel, @Address, @Severity, @Subject, @Text, @Due, @IsDigested, @IsExercise, @Made)
        """,
        new
        {
            message.Id, message.Episode, message.Lead, Channel = (int)message.Channel, message.Address,
            Severity = (int)message.Severity, message.Subject, message.Text, Due = message.DueAt.UtcTicks,
            message.IsDigested, message.IsExercise, Made = message.MadeAt.UtcTicks,
        },
        transaction);

    /// <summary>The newest state of every rule and place.</summary>
    public static IEnumerable<AlertState> Newest(SqliteConnection database)
    {
        using var rows = (SqliteDataReader)database.ExecuteReader("SELECT * FROM alerts ORDER BY since");
        while (rows.Read()) yield return Read(rows);
    }

    private static void KeepState(SqliteConnection database, AlertState state, SqliteTransaction transaction) => database.Execute(
        """
        INSERT OR REPLACE INTO alerts VALUES (@Rule, @Place, @Episode, @Phase, @Since, @Severity, @Words, @Value, @Fired,
            @Clear, @StepsTaken, @Next, @By, @Note, @Snoozed)
        """,
        new
        {
            state.Rule, Place = state.Place.ToString(), state.Episode, Phase = (int)state.Phase, Since = state.Since.UtcTicks,
            Severity = (int)state.Severity, state.Words, state.Value, Fired = state.FiredAt?.UtcTicks,
            Clear = state.ClearSince?.UtcTicks, state.StepsTaken, Next = state.NextStepAt?.UtcTicks, state.By, state.Note,
            Snoozed = state.SnoozedUntil?.UtcTicks,
        },
        transaction);

    private static AlertState Read(SqliteDataReader row) =>
        new(row.GetString(0), PlaceCode.Parse(row.GetString(1)), (AlertPhase)row.GetInt32(3), Moment(row, 4)!.Value)
        {
            Episode = row.GetString(2), Severity = (Severity)row.GetInt32(5), Words = row.GetString(6),
            Value = row.IsDBNull(7) ? null : row.GetDouble(7), FiredAt = Moment(row, 8), ClearSince = Moment(row, 9),
            StepsTaken = row.GetInt32(10), NextStepAt = Moment(row, 11), By = Text(row, 12), Note = Text(row, 13),
            SnoozedUntil = Moment(row, 14),
        };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Moment(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);
}
