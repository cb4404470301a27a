using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Operations.Events;

/// <summary>How the journal tells of what people do about levels and alerts.</summary>
internal static class EventLines
{
    /// <summary>An alert taken on or put off. <paramref name="line"/> was a person's.</summary>
    public static JournalEntry Of(AlertState alert, AlertEvent line) => new(
        line.At, line.By!, JournalKind.Alert, $"/alerts?place={alert.Place}", $"{alert.Severity} alert {alert.Rule}",
        $"{(line.Kind is AlertEventKind.Snoozed ? "Put off" : "Taken on")}{(line.Words.Length > 0 ? $": {line.Words}" : "")} ({alert.Words})",
        alert.Place);

    /// <summary>A level declared.</summary>
    public static JournalEntry Of(DeclaredLevel declared) => new(
        declared.At, declared.By, JournalKind.Level, $"/places/{declared.Place}", $"OPEL {(int)declared.Level} declared",
        $"{declared.Reason} (until {NoticeText.Moment(declared.Until)}; calculated then: {(declared.Calculated is { } level ? $"OPEL {(int)level}" : "not known")})",
        declared.Place);

    /// <summary>A declared level ended before its time.</summary>
    public static JournalEntry OfWithdrawn(PlaceCode place, string by, DateTimeOffset at) =>
        new(at, by, JournalKind.Level, $"/places/{place}", "Declared level withdrawn", "The calculated level stands alone again.", place);

    /// <summary>An event planned, which keeps alerts quiet.</summary>
    public static JournalEntry Of(PlannedEvent planned, DateTimeOffset at) => new(
        at, planned.By, JournalKind.Alert, $"/places/{planned.Place}", $"Planned event: {planned.Rule ?? "every alert"} kept quiet",
        $"{planned.Reason} (from {NoticeText.Moment(planned.From)} to {NoticeText.Moment(planned.To)})", planned.Place);

    /// <summary>A planned event ended early.</summary>
    public static JournalEntry OfEnded(PlannedEvent planned, string by, DateTimeOffset at) => new(
        at, by, JournalKind.Alert, $"/places/{planned.Place}", $"Planned event ended: {planned.Rule ?? "every alert"}", planned.Reason, planned.Place);
}
