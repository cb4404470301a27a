namespace SystemFlow.Domain.Alerts;

/// <summary>An alert as it stood at a past moment. A function of its history.</summary>
public static class PastAlerts
{
    /// <summary>The alert then; null where it had not begun, or had passed before anybody was told.</summary>
    /// <param name="last">Its newest state.</param>
    /// <param name="history">Every line of its episode, oldest first: a rung of the ladder rewrites what it says, not since when.</param>
    /// <remarks>
    /// Until when it was put off is in no line, and the figure only in words: where the alert has moved on since, both are null.
    /// </remarks>
    public static AlertState? At(AlertState last, IReadOnlyCollection<AlertEvent> history, DateTimeOffset moment)
    {
        if (last.Since <= moment && history.All(line => line.At <= moment)) return last; // It has stood so since.
        AlertState? then = null;
        foreach (var line in history.TakeWhile(line => line.At <= moment)) then = After(then ?? Begun(last, line.At), line);
        return then;
    }

    private static AlertState Begun(AlertState last, DateTimeOffset at) => AlertState.None(last.Rule, last.Place) with
    {
        Phase = AlertPhase.Pending,
        Since = at,
        Episode = last.Episode,
        Severity = last.Severity,
    };

    private static AlertState? After(AlertState before, AlertEvent line) => line.Kind switch
    {
        AlertEventKind.Passed => null,
        AlertEventKind.Fired => To(before, AlertPhase.Firing, line.At) with { Words = line.Words, FiredAt = line.At, By = null, Note = null },
        AlertEventKind.Woke => To(before, AlertPhase.Firing, line.At) with { Words = line.Words, By = null, Note = null },
        AlertEventKind.Acknowledged => To(before, AlertPhase.Acknowledged, line.At) with { By = line.By, Note = line.Words },
        AlertEventKind.Snoozed => To(before, AlertPhase.Snoozed, line.At) with { By = line.By, Note = line.Words },
        AlertEventKind.Planned => To(before, AlertPhase.Planned, line.At),
        AlertEventKind.Resolved => To(before, AlertPhase.Resolved, line.At),
        AlertEventKind.Inhibited => before with { IsInhibited = true },
        AlertEventKind.Escalated => before with { Words = line.Words, IsInhibited = false },
        _ => before with { Words = before.Words.Length > 0 ? before.Words : line.Words },
    };

    private static AlertState To(AlertState before, AlertPhase phase, DateTimeOffset at) =>
        before with { Phase = phase, Since = at, IsInhibited = false };
}
