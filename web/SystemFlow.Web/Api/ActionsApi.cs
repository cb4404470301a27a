using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Api;

/// <summary>Joint actions as JSON.</summary>
internal static class ActionsApi
{
    private static readonly string[] Statuses = ["open", "overdue", "closed", "all"];

    public static void MapActions(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1").WithTags("Actions").MapGet("/actions", ReadAsync)
        .WithSummary($"Joint actions: overdue first, then what is due next; what is closed, the newest first. {AtQuery.Summary}").WithDescription(
            "'status': open (as without it), overdue, closed (within 14 days) or all. 'owner': a place's code; what it and all under it own. "
            + "'place': what it and all under it own, or is about them. 'at': as the actions stood at that moment.");

    private static async Task<Results<Ok<ActionRow[]>, ValidationProblem, ProblemHttpResult>> ReadAsync(
        string? status, string? owner, string? place, string? at, ActionLog log, Footprint footprint, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var problems = new Dictionary<string, string[]>();
        Place? whose = null, where = null;
        if (status is not null && !Statuses.Contains(status)) problems["status"] = [$"'{status}' is not one of {string.Join(", ", Statuses)}."];
        if (owner is not null && !footprint.TryFind(owner, out whose)) problems["owner"] = [$"There is no place '{owner}'. GET /api/v1/places lists them."];
        if (place is not null && !footprint.TryFind(place, out where)) problems["place"] = [$"There is no place '{place}'. GET /api/v1/places lists them."];
        var now = time.GetUtcNow();
        var moment = now;
        if (!AtQuery.IsNow(at))
        {
            if (!MomentText.TryParse(at, out moment)) problems["at"] = ["'at' must be a moment such as 2026-11-27T04:15Z, or 2026-11-27T04:15 for the time in England."];
            else if (moment > now) problems["at"] = ["'at' is in the future. Leave it out for what is known now."];
        }

        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);
        ImmutableArray<JointAction> actions;
        try
        {
            actions = AtQuery.IsNow(at) ? log.Current : await log.AsAtAsync(moment, cancellationToken);
        }
        catch (EventLogException)
        {
            return TypedResults.Problem("The actions of that moment cannot be read now. Try again in a minute.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return TypedResults.Ok(ActionFilter.InOrder(actions)
            .Where(action => Has(status, action, moment)
                && (whose is null || IsUnder(action.Owner, whose))
                && (where is null || IsUnder(action.Owner, where) || (action.About is { } about && IsUnder(about, where))))
            .Select(action => ActionRow.Of(action, moment)).ToArray());

        bool IsUnder(PlaceCode code, Place above) => footprint.TryFind(code.ToString(), out var found) && AlertFilter.IsUnder(footprint, found.Code, above.Code);
    }

    private static bool Has(string? status, JointAction action, DateTimeOffset moment) => status switch
    {
        "all" => true,
        "closed" => !action.IsOpen,
        "overdue" => action.IsOverdue(moment),
        _ => action.IsOpen,
    };

    /// <summary>An action.</summary>
    /// <param name="Owner">Who is to do it.</param>
    /// <param name="About">Whose pressure it relieves; null for the owner's own.</param>
    /// <param name="Alert">The episode of the alert that it answers.</param>
    /// <param name="Level">The level that called for it, 1 to 4.</param>
    /// <param name="Since">When it came to its status.</param>
    /// <param name="MovedAt">When a person last did something about it.</param>
    private sealed record ActionRow(
        int Number, string What, string Why, PlaceCode Owner, string OwnerRole, DateTimeOffset Due, bool IsOverdue, ActionStatus Status,
        DateTimeOffset Since, string Outcome, DateTimeOffset GivenAt, string GivenBy, DateTimeOffset MovedAt, PlaceCode? About, string? Alert,
        string? Call, int? Level, string? Card, ActionLine[] Lines)
    {
        public static ActionRow Of(JointAction action, DateTimeOffset moment) => new(
            action.Number, action.What, action.Why, action.Owner, action.OwnerRole, action.Due, action.IsOverdue(moment), action.Status,
            action.Since, action.Outcome, action.GivenAt, action.GivenBy, action.MovedAt, action.About, action.Alert, action.Call,
            (int?)action.Level, action.Card, [.. action.Lines]);
    }
}
