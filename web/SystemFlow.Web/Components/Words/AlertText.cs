using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>Alerts in words.</summary>
internal static class AlertText
{
    /// <summary>How an alert stands: <c>Unanswered since 10:05am (40 min)</c>.</summary>
    public static string Phase(AlertLine line, DateTimeOffset now)
    {
        var alert = line.State;
        if (line.IsOver) return $"Over since {UkTime.DateAndClock(alert.Since)}";
        return alert.Phase switch
        {
            AlertPhase.Firing => $"Unanswered since {Since(alert.FiredAt ?? alert.Since, now)}",
            AlertPhase.Acknowledged => $"Taken on by {alert.By} at {Since(alert.Since, now)}",
            AlertPhase.Snoozed => $"Put off by {alert.By} until {When(alert.SnoozedUntil ?? alert.Since, now)}",
            AlertPhase.Pending => $"Pending since {Since(alert.Since, now)}: not yet for long enough to tell anybody",
            AlertPhase.Planned => $"Expected: a planned event covers it since {Since(alert.Since, now)}, so nobody is told",
            _ => $"Over since {UkTime.DateAndClock(alert.Since)}",
        };
    }

    /// <summary>How alerts stand, for several together.</summary>
    public static string InAWord(AlertPhase phase) => phase switch
    {
        AlertPhase.Firing => "Unanswered",
        AlertPhase.Acknowledged => "Taken on",
        AlertPhase.Snoozed => "Put off",
        AlertPhase.Pending => "Pending: not yet for long enough to tell anybody",
        AlertPhase.Planned => "Expected: a planned event covers them",
        _ => "Over",
    };

    /// <summary>A moment with how long ago it is; with its date when that is another day.</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now) => $"{When(at, now)} ({AgeText.Of(now - at)})";

    /// <summary>A moment; with its date when that is another day.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        EnglandCalendar.DateOf(at) == EnglandCalendar.DateOf(now) ? UkTime.Clock(at) : UkTime.DateAndClock(at);

    /// <summary>The figure that a rule watches as it is now, with its age: <c>53 min, 2 min ago</c>. Null where the words say it all.</summary>
    public static string? FigureNow(AlertRule? rule, PlaceState state, MetricDictionary dictionary, DateTimeOffset now)
    {
        if (rule?.ConditionsOn(EnglandCalendar.DateOf(now)) is not [var first, ..]) return null;
        if (first.Kind is ConditionKind.Level) return $"{LevelText.Of(state.Pressure.Level)}, {AgeText.Ago(now - state.At)}";
        if (first.Kind is ConditionKind.Silence)
        {
            var (freshness, at) = Silences.Newest(state, first.Group ?? "", dictionary, now);
            return AgeText.Of(freshness, at is { } last ? now - last : default);
        }

        if (first.Metric is not { } code || !dictionary.TryFind(code, out var metric)) return null;
        if (state[code] is not { Reading.Value: { } value } figure) return "no data";
        var age = AgeText.Of(Cell.Freshness(figure, metric, now), now - figure.Reading.PeriodEnd);
        return $"{FigureText.Of(value, metric.Unit)}, {char.ToLowerInvariant(age[0])}{age[1..]}";
    }

    /// <summary>Who was told, the first first; never silent about nobody.</summary>
    public static string Told(AlertLine line, Func<string, string> nameOf)
    {
        var told = line.Told.Select(one => one.Message.Lead).Distinct().Reverse().Select(nameOf).ToList();
        return told.Count > 0 ? $"Told: {string.Join(", then ", told)}."
            : line.State.Phase is AlertPhase.Pending or AlertPhase.Planned ? "Nobody is told."
            : line.State.IsInhibited ? "Nobody is told: another alert already says more."
            : "Nobody was told: nobody is on duty for it.";
    }

    /// <summary><c>Next: Trust on-call manager at 10:35am, in 14 min, unless somebody answers.</c></summary>
    public static string? Next(AlertLine line, DateTimeOffset now) => line is { State.IsInhibited: true, IsOver: false, Told.IsEmpty: false }
        ? "Nobody else is told: another alert already says more."
        : line.Next is not { } next ? line is { State.Phase: AlertPhase.Firing, IsOver: false } ? line.State.Severity is Severity.Notice ? "A notice goes no further." : "Nobody else is on its ladder." : null
        : $"Next: {next.Lead ?? $"{next.Role} (nobody on duty)"} {(next.DueAt <= now ? "now" : $"at {When(next.DueAt, now)}, in {AgeText.Of(next.DueAt - now)}")}, unless somebody answers.";

    /// <summary>A lead's name; their code where the rota has them no longer.</summary>
    public static string LeadName(Rota rota, string code) => rota.Leads.FirstOrDefault(lead => lead.Code == code)?.Name ?? code;

    /// <summary>A line of the history.</summary>
    public static string Of(AlertEvent line) => line.Kind switch
    {
        AlertEventKind.Began => $"Began. {line.Words}",
        AlertEventKind.Passed => "Passed before anybody was told",
        AlertEventKind.Fired => $"Fired. {line.Words}",
        AlertEventKind.Escalated => $"Nobody had answered: told step {(line.Step ?? 0) + 1} of the ladder",
        AlertEventKind.Acknowledged => $"Taken on by {line.By}{Note(line.Words)}",
        AlertEventKind.Snoozed => $"Put off by {line.By}{Note(line.Words)}",
        AlertEventKind.Woke => $"No longer put off. {line.Words}",
        AlertEventKind.Planned => "Expected: a planned event covers it",
        AlertEventKind.Inhibited => "Another alert already says more: nobody is told",
        AlertEventKind.Resolved => $"Over. {line.Words}",
        _ => line.Words,
    };

    /// <summary>What became of a message, after a colon.</summary>
    public static string Of(Delivery told) => told.Message.Channel is Channel.Screen ? "shown" : told.Status switch
    {
        DeliveryStatus.Waiting when told.Attempts > 0 => $"failed {told.Attempts} times, tried again at {UkTime.Clock(told.Message.DueAt)}: {told.Outcome}",
        DeliveryStatus.Waiting => $"waits until {UkTime.Clock(told.Message.DueAt)}",
        DeliveryStatus.Sent => "sent",
        DeliveryStatus.Failed => $"FAILED, given up after {told.Attempts} attempts: {told.Outcome}",
        DeliveryStatus.Digested => "sent with the digest",
        DeliveryStatus.Withheld => "not sent: this is an exercise",
        _ => "not sent: it had been answered, or was over",
    };

    /// <summary>The way a message goes.</summary>
    public static string Of(Channel channel) => channel switch
    {
        Channel.Screen => "on screen",
        Channel.Email => "by mail",
        _ => "by webhook",
    };

    /// <summary><c>30 min</c>, <c>1 hour</c>, <c>2 hours</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 60 } => $"{length.TotalMinutes:0} minutes",
        { TotalHours: 1 } => "1 hour",
        _ => $"{length.TotalHours:0} hours",
    };

    private static string Note(string words) => words.Length > 0 ? $": {words}" : "";
}
