using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Alerts;

/// <summary>How far an alert has come.</summary>
public enum AlertPhase
{
    /// <summary>Nothing to say.</summary>
    Clear,
    /// <summary>The conditions hold, not yet for long enough.</summary>
    Pending,
    /// <summary>Somebody is told, and nobody has answered.</summary>
    Firing,
    /// <summary>Somebody has taken it on.</summary>
    Acknowledged,
    /// <summary>Put off until a moment, with a reason.</summary>
    Snoozed,
    /// <summary>Expected: a planned event covers it, so nobody is told.</summary>
    Planned,
    /// <summary>Over; it does not fire again within the cool-down.</summary>
    Resolved,
}

/// <summary>One rule at one place: what the alert engine must remember across a restart.</summary>
/// <param name="Rule">The rule's code.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Since">When it came there. UTC.</param>
public sealed record AlertState(string Rule, PlaceCode Place, AlertPhase Phase, DateTimeOffset Since)
{
    /// <summary>Names this stretch from pending to resolved; one episode is told of once. Empty when clear.</summary>
    public string Episode { get; init; } = "";

    /// <summary>The rule's severity when it fired, so that a later edit of the rule rewrites nothing.</summary>
    public Severity Severity { get; init; }

    /// <summary>What it is about in words, with value and unit, as it was when it last changed.</summary>
    public string Words { get; init; } = "";

    /// <summary>The figure of its first condition when it last changed; null where it has none.</summary>
    public double? Value { get; init; }

    /// <summary>When it fired; null before. UTC.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>
    /// Since when its conditions have been clear without a break, or, while it is pending, have not raised; null while they
    /// do. UTC.
    /// </summary>
    public DateTimeOffset? ClearSince { get; init; }

    /// <summary>Since when too little has been known to say; that stretch counts towards no hold. Null while it is known. UTC.</summary>
    public DateTimeOffset? UnknownSince { get; init; }

    /// <summary>Whether another alert said more when last looked at, so that nobody is told.</summary>
    public bool IsInhibited { get; init; }

    /// <summary>Steps of the ladder taken, from 0.</summary>
    public int StepsTaken { get; init; }

    /// <summary>When the next step of the ladder is due; null when there is none. UTC.</summary>
    public DateTimeOffset? NextStepAt { get; init; }

    /// <summary>Who acknowledged or snoozed it, as they are called.</summary>
    public string? By { get; init; }

    /// <summary>What they wrote: a note, or the reason for a snooze.</summary>
    public string? Note { get; init; }

    /// <summary>Until when it is snoozed. UTC.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Whether somebody still has something to do about it.</summary>
    public bool IsOpen => Phase is AlertPhase.Firing or AlertPhase.Acknowledged or AlertPhase.Snoozed;

    /// <summary>
    /// Whether it speaks for what its rule inhibits: not once it was put off, nor when nothing is known of it any more.
    /// </summary>
    internal bool SpeaksForOthers => Phase is AlertPhase.Firing or AlertPhase.Acknowledged && UnknownSince is null;

    /// <summary>A rule at a place of which nothing has been heard.</summary>
    public static AlertState None(string rule, PlaceCode place) =>
        new(rule, place, AlertPhase.Clear, DateTimeOffset.MinValue);
}

/// <summary>Something that happened to an alert, for its history.</summary>
public enum AlertEventKind
{
    /// <summary>The conditions began to hold.</summary>
    Began,
    /// <summary>They no longer held before anybody was told.</summary>
    Passed,
    /// <summary>Somebody is told.</summary>
    Fired,
    /// <summary>Nobody answered; the next of the ladder is told.</summary>
    Escalated,
    /// <summary>Somebody took it on.</summary>
    Acknowledged,
    /// <summary>Put off.</summary>
    Snoozed,
    /// <summary>A snooze ended while the conditions held.</summary>
    Woke,
    /// <summary>A planned event covers it.</summary>
    Planned,
    /// <summary>Another alert at the place, or above it, already says more; nobody is told.</summary>
    Inhibited,
    /// <summary>It is over.</summary>
    Resolved,
    /// <summary>A step of the ladder has nobody on duty; it was skipped.</summary>
    NobodyOnDuty,
}

/// <summary>One line of an alert's history.</summary>
/// <param name="Step">For <see cref="AlertEventKind.Fired"/> and <see cref="AlertEventKind.Escalated"/>, the ladder's step, from 0.</param>
/// <param name="By">Who did it; null for the engine.</param>
public sealed record AlertEvent(AlertEventKind Kind, DateTimeOffset At, string Words, int? Step = null, string? By = null);
