using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>Writes and reads messages, and what became of them.</summary>
internal static class OutboxTable
{
    private const int All = int.MaxValue; // A digest takes all that waited: a part of them would pass for the whole.
    private const string Columns =
        "message AS Text, due_at AS DueAt, status AS Status, attempts AS Attempts, outcome AS Outcome, last_at AS LastAt";

    /// <summary>Keeps messages, each unless its id is there already.</summary>
    public static void Keep(DbConnection database, ImmutableArray<OutboxMessage> messages) => Rows.Insert(
        database, "outbox (id, episode, lead, due_at, made_at, is_digested, message)", "ON CONFLICT (id) DO NOTHING",
        [
            .. messages.Select(message => (object?[])
            [
                message.Id, message.Episode, message.Lead, message.DueAt.UtcTicks, message.MadeAt.UtcTicks, message.IsDigested ? 1L : 0L,
                JsonSerializer.Serialize(message),
            ]),
        ]);

    /// <summary>Waiting messages that are due, oldest first; those of a digest or those that go by themselves.</summary>
    public static ImmutableArray<OutboxMessage> Due(
        DbConnection database, DateTimeOffset now, bool isDigested, int most = All) =>
    [
        .. database.Query<Row>(
            $"SELECT {Columns} FROM outbox WHERE status = 0 AND due_at <= @now AND is_digested = @isDigested ORDER BY due_at, rowid LIMIT @most",
            new { now = now.UtcTicks, isDigested = isDigested ? 1 : 0, most }).Select(row => row.Delivery.Message),
    ];

    /// <summary>When the next waiting message is due.</summary>
    public static DateTimeOffset? NextDue(DbConnection database) =>
        Moment(database.ExecuteScalar<long?>("SELECT min(due_at) FROM outbox WHERE status = 0"));

    /// <summary>Keeps what became of an attempt.</summary>
    public static void Keep(DbConnection database, DeliveryAttempt attempt) => database.Execute(
        """
        UPDATE outbox SET status = @Status, outcome = @Outcome, last_at = @at, attempts = attempts + 1,
            due_at = coalesce(@next, due_at) WHERE id = @Message
        """,
        new
        {
            attempt.Message,
            Status = (int)attempt.Status,
            attempt.Outcome,
            at = attempt.At.UtcTicks,
            next = attempt.NextDueAt?.UtcTicks,
        });

    /// <summary>Messages with what became of them, newest first.</summary>
    public static ImmutableArray<Delivery> Read(DbConnection database, string? episode, string? lead, int most) =>
    [
        .. database.Query<Row>(
            $"""
            SELECT {Columns} FROM outbox WHERE (@episode IS NULL OR episode = @episode) AND (@lead IS NULL OR lead = @lead)
            ORDER BY made_at DESC, rowid DESC LIMIT @most
            """,
            new { episode, lead, most }).Select(row => row.Delivery),
    ];

    private static DateTimeOffset? Moment(long? ticks) => ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;

    private sealed class Row
    {
        public string Text { get; init; } = "";

        public long DueAt { get; init; }

        public long Status { get; init; }

        public long Attempts { get; init; }

        public string Outcome { get; init; } = "";

        public long? LastAt { get; init; }

        public Delivery Delivery => new(
            Json.Of<OutboxMessage>(Text) with { DueAt = Moment(DueAt)!.Value },
            (DeliveryStatus)Status, (int)Attempts, Outcome, Moment(LastAt));
    }
}
