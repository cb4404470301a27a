using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Api;

/// <summary>Alerts as JSON.</summary>
internal static class AlertsApi
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/v1").WithTags("Alerts");
        alerts.MapGet("/alerts", ReadAsync).WithSummary($"Alerts in their newest state, the latest change first. {AtQuery.Summary}").WithDescription(
            "Without arguments: every alert that is not clear. 'place': a place's code; it and all under it. 'phase': pending, "
            + "firing, acknowledged, snoozed, planned or resolved. 'since': what has changed its phase at or after this moment, with alerts that fired "
            + "since then and are over (at most 5,000; at most 400 days back). 'at': those that fired, were taken on or put off at that moment, as they stood.");
    }

    private static async Task<Results<Ok<AlertState[]>, ValidationProblem, ProblemHttpResult>> ReadAsync(
        string? place, string? phase, DateTimeOffset? since, string? at, IEventLog events, PastView view, Footprint footprint,
        TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<string, string[]>();
        Place? where = null;
        AlertPhase? only = null;
        if (place is not null && !footprint.TryFind(place, out where)) problems["place"] = [$"There is no place '{place}'. GET /api/v1/places lists them."];
        if (phase is not null)
        {
            if (Enum.TryParse<AlertPhase>(phase, ignoreCase: true, out var known) && Enum.IsDefined(known) && known is not AlertPhase.Clear && !char.IsDigit(phase[0])) only = known;
            else problems["phase"] = [$"'{phase}' is not one of pending, firing, acknowledged, snoozed, planned, resolved."];
        }

        if (since is { } start && start < time.GetUtcNow() - EventsAsAt.AlertsKept) problems["since"] = ["'since' may be at most 400 days ago: nothing older is kept."];
        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);

        var (past, problem) = AtQuery.IsNow(at) ? default : await AtQuery.ReadAsync(at, view, time, response, cancellationToken);
        if (problem is not null) return problem;
        var current = past?.Events.Alerts ?? events.Current;
        var shown = current.Select(alert => alert.Episode).ToHashSet(StringComparer.Ordinal);
        var over = past is null && since is { } from ? await events.FiredAsync(from, DateTimeOffset.MaxValue, cancellationToken) : [];
        return TypedResults.Ok(current.Concat(over.Where(alert => !shown.Contains(alert.Episode)))
            .Where(alert => (only is null || alert.Phase == only)
                && (since is null || alert.Since >= since)
                && (where is null || AlertFilter.IsUnder(footprint, alert.Place, where.Code)))
            .OrderByDescending(alert => alert.Since)
            .ToArray());
    }
}
