using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Events;

/// <summary>Messages that wait to be sent, and what became of them. At least once: a receiver tells repeats apart by the id.</summary>
public interface IOutbox
{
    /// <summary>Told when messages were added, on the recording thread: do little.</summary>
    event Action? Added;

    /// <summary>Adds messages that no alert sends, such as a test or a digest. The same id is kept once.</summary>
    Task AddAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken);

    /// <summary>Waiting messages that are due and go by themselves, oldest first.</summary>
    Task<ImmutableArray<OutboxMessage>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Waiting messages that are due and go with a digest, oldest first.</summary>
    Task<ImmutableArray<OutboxMessage>> WaitingDigestAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>When the next waiting message is due, digested or not; null when none waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what became of an attempt. A message that is to be tried again is given its next due moment.</summary>
    Task RecordAsync(DeliveryAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Messages with what became of them, newest first; of one episode, one lead, or all (null).</summary>
    Task<ImmutableArray<Delivery>> ReadAsync(string? episode, string? lead, int most, CancellationToken cancellationToken);
}

/// <summary>The way a message goes.</summary>
public enum Channel
{
    /// <summary>On the page only.</summary>
    Screen,
    /// <summary>Mail.</summary>
    Email,
    /// <summary>HTTP POST.</summary>
    Webhook,
}

/// <summary>A message to one lead by one way. Counts and places only, never a person's health.</summary>
/// <param name="Id">Names it for good: the idempotency key that receivers see. Episode, step, lead and channel make it.</param>
/// <param name="Episode">The alert's episode; null for a test or a digest.</param>
/// <param name="Lead">The lead's code.</param>
/// <param name="Address">Mail address or URL; empty on screen.</param>
/// <param name="DueAt">Not before. UTC.</param>
public sealed record OutboxMessage(
    string Id, string? Episode, string Lead, Channel Channel, string Address, Severity Severity, string Subject, string Text,
    DateTimeOffset DueAt)
{
    /// <summary>
    /// Whether it waits for the lead's quiet hours to end and then goes with the others as one digest, not by itself.
    /// </summary>
    public bool IsDigested { get; init; }

    /// <summary>The place that it is about; null for a digest or a test.</summary>
    public PlaceCode? Place { get; init; }

    /// <summary>The rule's code; null for a digest or a test.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether it is a test, a replay's or the simulator's: then it says so, and goes nowhere unless that is allowed.</summary>
    public bool IsExercise { get; init; }

    /// <summary>The edition whose HTML and PDF go with it, by its name; null for none.</summary>
    public string? Edition { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public DateTimeOffset MadeAt { get; init; } = DueAt;
}

/// <summary>What became of a message.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits for its time, or for another attempt.</summary>
    Waiting,
    /// <summary>The receiver took it.</summary>
    Sent,
    /// <summary>Given up after the last attempt; the page says so loudly.</summary>
    Failed,
    /// <summary>Went out with a digest.</summary>
    Digested,
    /// <summary>An exercise, which may not leave.</summary>
    Withheld,
    /// <summary>The alert was over, or acknowledged, before it was due.</summary>
    Dropped,
}

/// <summary>One attempt.</summary>
/// <param name="Outcome">In words: the answer's status, or the error.</param>
/// <param name="NextDueAt">For <see cref="DeliveryStatus.Waiting"/>, when it is tried again.</param>
public sealed record DeliveryAttempt(
    string Message, DateTimeOffset At, DeliveryStatus Status, string Outcome, DateTimeOffset? NextDueAt = null);

/// <summary>A message and what became of it.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Outcome">The last attempt's; empty before the first.</param>
/// <param name="LastAt">The last attempt; null before the first.</param>
public sealed record Delivery(OutboxMessage Message, DeliveryStatus Status, int Attempts, string Outcome, DateTimeOffset? LastAt);
