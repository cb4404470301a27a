using System.Globalization;

namespace SystemFlow.Domain.Alerts;

/// <summary>
/// How an alert goes from one phase to the next. A function of its arguments; the same for a live place and for a
/// back-test. Holds are real durations, so a night on which the clock changes is like any other.
/// </summary>
/// <remarks>
/// Silence counts for nothing: while too little is known an alert neither fires nor clears, and that stretch is left out of
/// its holds. Only the ladder goes on, because nobody has answered, and what was put off comes back when that was promised.
/// </remarks>
public static class AlertSteps
{
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromHours(12);

    /// <summary>The alert after one look at the figures.</summary>
    public static Stepped Step(AlertRule rule, AlertState before, Evidence evidence, StepTerms terms)
    {
        var step = new AlertStep(rule, before, evidence, terms);
        return evidence.Standing is Standing.Unknown ? step.WithoutKnowing() : step.Knowing();
    }

    /// <summary>
    /// The alert after a person's command, or why it changes nothing: it is over, somebody else has it, or the command
    /// lacks what it needs.
    /// </summary>
    public static (Stepped? Done, string? Refusal) Apply(AlertState before, AlertCommand command, DateTimeOffset now)
    {
        if (Refusal(before, command, now) is { } refusal) return (null, refusal);
        var isSnooze = command.Kind is AlertCommandKind.Snooze;
        var after = before with
        {
            Phase = isSnooze ? AlertPhase.Snoozed : AlertPhase.Acknowledged,
            Since = now,
            By = command.By,
            Note = command.Note.Trim(),
            SnoozedUntil = isSnooze ? command.Until : null,
            NextStepAt = null,
        };
        var kind = isSnooze ? AlertEventKind.Snoozed : AlertEventKind.Acknowledged;
        return (new Stepped(after, [new AlertEvent(kind, now, after.Note, By: command.By)]), null);
    }

    /// <summary>
    /// When the alert is next due a look although no figure changes: at the end of a hold, a rung, a snooze or a cool-down.
    /// A moment that is past waits for something else, such as a figure that raises. Null when nothing is due.
    /// </summary>
    public static DateTimeOffset? NextDueAt(AlertRule rule, AlertState state)
    {
        if (state.Phase is AlertPhase.Resolved) return state.Since + rule.Cooldown;
        var isKnown = state.UnknownSince is null;
        if (state.Phase is AlertPhase.Pending) return isKnown ? (state.ClearSince ?? state.Since) + rule.Hold : null;
        if (state.IsOpen && state.ClearSince is { } clear) return isKnown ? clear + rule.ClearHold : null;
        return state.Phase switch
        {
            AlertPhase.Firing => state.NextStepAt,
            AlertPhase.Snoozed => state.SnoozedUntil,
            _ => null,
        };
    }

    private static string? Refusal(AlertState before, AlertCommand command, DateTimeOffset now)
    {
        if (!before.IsOpen || before.Episode != command.Episode) return "This alert is over; there is nothing to do.";
        if (string.IsNullOrWhiteSpace(command.By)) return "Say who you are.";
        if (command.Kind is AlertCommandKind.Acknowledge)
        {
            return before.Phase is AlertPhase.Acknowledged ? $"{before.By} has it already, since {Clock(before.Since)}." : null;
        }

        if (string.IsNullOrWhiteSpace(command.Note)) return "Give a reason for putting it off.";
        return command.Until > now && command.Until <= now + LongestSnooze
            ? null
            : "An alert can be put off until a moment within the next 12 hours.";
    }

    private static string Clock(DateTimeOffset moment) =>
        EnglandCalendar.Local(moment).ToString("HH:mm", CultureInfo.InvariantCulture);
}
