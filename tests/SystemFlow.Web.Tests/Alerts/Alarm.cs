using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Alerts;

/// <summary>Plausible alerts. Change what matters with <c>with</c>.</summary>
internal static class Alarm
{
    public const string Beds = "occupancy-high";
    public const string SiteLead = "site-lister-day";

    /// <summary>An alert that fired at Monday 9am less so many minutes, and that nobody has answered.</summary>
    public static AlertState Firing(string rule = Beds, string place = "RWH01", Severity severity = Severity.Warning, int minutesAgo = 40)
    {
        var at = A.Monday9am.AddMinutes(-minutesAgo);
        return AlertState.None(rule, PlaceCode.Parse(place)) with
        {
            Phase = AlertPhase.Firing,
            Since = at,
            FiredAt = at,
            Episode = $"{rule}/{place}/{at.ToUnixTimeMilliseconds()}",
            Severity = severity,
            Words = "Bed occupancy 97%, at or above 95%",
            Value = 97,
            StepsTaken = 1,
        };
    }

    /// <summary>A message about an alert to the Lister's site lead.</summary>
    public static OutboxMessage Message(AlertState alert, Channel channel = Channel.Email, string lead = SiteLead) => new(
        $"{alert.Episode}/0/{lead}/{channel}", alert.Episode, lead, channel, "lead@example.org", alert.Severity,
        "Warning: Bed occupancy high, Lister", "97 %", alert.FiredAt ?? A.Monday9am)
    {
        Place = alert.Place,
        Rule = alert.Rule,
    };

    /// <summary>Keeps an alert with its first line, and messages about it.</summary>
    public static Task KeepAsync(this IEventLog events, AlertState alert, params OutboxMessage[] messages) => events.RecordAsync(
        new AlertChange(alert, [new AlertEvent(AlertEventKind.Fired, alert.FiredAt ?? alert.Since, alert.Words, 0)], [.. messages]),
        TestContext.Current.CancellationToken);
}
