using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Operations.Events;

/// <summary>
/// What happened: alerts with their history and messages, levels calculated and declared. What has been recorded is on
/// disk. A replay has a log of its own.
/// </summary>
public interface IEventLog
{
    /// <summary>Told after each recorded change of a place, by whichever node, on the recording or hearing thread: do little.</summary>
    event Action<PlaceCode>? Changed;

    /// <summary>The alerts of a place that are not clear, and its last recorded level: what a grain starts from.</summary>
    Task<PlaceEvents> OpenAsync(PlaceCode place, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an alert's new state with the lines of its history and the messages that it sends, all or none. The same
    /// message (by its id) is kept once.
    /// </summary>
    /// <exception cref="EventLogException">It could not be recorded, or another node recorded this alert meanwhile.</exception>
    Task RecordAsync(AlertChange change, CancellationToken cancellationToken);

    /// <summary>Keeps that a place's calculated level changed.</summary>
    Task RecordAsync(LevelRecord level, CancellationToken cancellationToken);

    /// <summary>Keeps a level that a person declares, in place of any that still holds.</summary>
    Task DeclareAsync(DeclaredLevel declared, CancellationToken cancellationToken);

    /// <summary>Ends a place's declared level before its time.</summary>
    Task WithdrawAsync(PlaceCode place, string by, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The declared levels that hold at a moment, of every place. From memory: screens ask often.</summary>
    ImmutableDictionary<PlaceCode, DeclaredLevel> DeclaredAt(DateTimeOffset moment);

    /// <summary>What rules and people had said by a past moment, as it stood then.</summary>
    Task<EventsAsAt> AsAtAsync(DateTimeOffset moment, CancellationToken cancellationToken);

    /// <summary>Calculated levels of a place as they changed, newest first.</summary>
    Task<ImmutableArray<LevelRecord>> LevelsAsync(
        PlaceCode place, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>How calculated levels of every place changed within a stretch, its end included, newest first; at most 200.</summary>
    Task<ImmutableArray<LevelStep>> LevelStepsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// Levels declared at a place within a stretch, its end included, newest first, each with the end that it had or was to have by then.
    /// </summary>
    Task<ImmutableArray<DeclaredLevel>> DeclarationsAsync(
        PlaceCode place, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken);

    /// <summary>Every alert that is not clear, newest first. From memory: screens and grains ask often.</summary>
    ImmutableArray<AlertState> Current { get; }

    /// <summary>Alerts that fired within a stretch of time, newest first, in their last state; at most 5,000.</summary>
    Task<ImmutableArray<AlertState>> FiredAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>An episode's history, oldest first.</summary>
    Task<ImmutableArray<AlertEvent>> HistoryAsync(string episode, CancellationToken cancellationToken);

    /// <summary>The histories of the alerts that <see cref="FiredAsync"/> gives, by episode, each oldest first: many at once.</summary>
    Task<ILookup<string, AlertEvent>> HistoriesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Keeps a planned event; alerts it covers tell nobody.</summary>
    Task PlanAsync(PlannedEvent planned, CancellationToken cancellationToken);

    /// <summary>Ends a planned event before its time, or before it begins. Does nothing where there is no such event.</summary>
    Task EndPlanAsync(PlannedEvent planned, string by, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The planned events that hold at a moment or later. From memory.</summary>
    ImmutableArray<PlannedEvent> PlannedFrom(DateTimeOffset moment);
}

/// <summary>What a grain starts from.</summary>
/// <param name="Level">The last recorded level; null for none.</param>
public sealed record PlaceEvents(ImmutableArray<AlertState> Alerts, LevelRecord? Level);

/// <summary>What stood at a past moment.</summary>
/// <param name="Declared">The declared levels that held, each with the end that it was to have.</param>
/// <param name="Alerts">Those that fired, were taken on or put off, newest first.</param>
/// <param name="Levels">Changes of calculated level in the hour before, newest first; at most 200.</param>
/// <param name="Since">
/// When this log recorded its first level: before that nobody watched, and that there is no alert says nothing. Null for never.
/// </param>
/// <param name="AlertsSince">
/// From when on every alert is known: <paramref name="Since"/>, and not longer ago than <see cref="AlertsKept"/>. Null for never.
/// </param>
public sealed record EventsAsAt(
    ImmutableDictionary<PlaceCode, DeclaredLevel> Declared, ImmutableArray<AlertState> Alerts, ImmutableArray<LevelStep> Levels,
    DateTimeOffset? Since, DateTimeOffset? AlertsSince)
{
    /// <summary>How long an alert that is over, and its messages, are kept. Levels are kept for good.</summary>
    public static readonly TimeSpan AlertsKept = TimeSpan.FromDays(400);

    /// <summary>How far back <see cref="Levels"/> goes.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromHours(1);

    /// <summary>Nothing.</summary>
    public static EventsAsAt None { get; } = new(ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty, [], [], Since: null, AlertsSince: null);
}

/// <summary>A place's calculated level changed.</summary>
/// <param name="From">Null when it was not known.</param>
/// <param name="To">The level from then on, and when.</param>
public sealed record LevelStep(OpelLevel? From, LevelRecord To);

/// <summary>One step of an alert, as it is recorded.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Events">What happened, for the history.</param>
/// <param name="Messages">Who is to be told.</param>
public sealed record AlertChange(AlertState State, ImmutableArray<AlertEvent> Events, ImmutableArray<OutboxMessage> Messages)
{
    /// <summary>
    /// The state that the step was taken from: where another stands by now, because a place woke on two nodes, the step is refused and
    /// nobody is told twice. Null to ask nothing.
    /// </summary>
    public AlertState? Before { get; init; }
}

/// <summary>A place's calculated level from a moment on.</summary>
/// <param name="Level">Null when too little was known to say.</param>
/// <param name="Score">On the rule set's scale.</param>
/// <param name="Rules">Name and version of the rule set.</param>
public sealed record LevelRecord(PlaceCode Place, DateTimeOffset At, OpelLevel? Level, double? Score, string Rules);

/// <summary>A level that a person declared.</summary>
/// <param name="Reason">Why, in their words; where it differs from the calculated one, why it does.</param>
/// <param name="By">Name and role, as they gave them.</param>
/// <param name="Until">When it ends by itself; at most 24 hours later.</param>
/// <param name="Calculated">What was calculated when it was declared; null for not known.</param>
public sealed record DeclaredLevel(
    PlaceCode Place, OpelLevel Level, string Reason, string By, DateTimeOffset At, DateTimeOffset Until, OpelLevel? Calculated);

/// <summary>Something known beforehand, such as a ward move, during which alerts say nothing new.</summary>
/// <param name="Rule">One rule's code; null for all at the place.</param>
public sealed record PlannedEvent(PlaceCode Place, string? Rule, DateTimeOffset From, DateTimeOffset To, string Reason, string By);
