using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;

namespace SystemFlow.Web.Api;

/// <summary>Escalation calls as JSON.</summary>
internal static class CallsApi
{
    private const int Most = 200;

    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/api/v1/calls").WithTags("Calls");
        calls.MapGet("", ListAsync).WithSummary($"The newest {Most} calls, newest first: when the pack was frozen, the chair, the start and the end.");
        calls.MapGet("/{id}", ReadAsync).WithSummary(
            "A call's frozen pack, as it was frozen. The header ETag is its SHA-256. The id is the clock in England at the call's moment, such as 2026-11-27T1100.");
    }

    private static async Task<Ok<CallHead[]>> ListAsync(CallLog log, TimeProvider time, CancellationToken cancellationToken) => TypedResults.Ok(
        (await log.NewestAsync(Most, cancellationToken)).Select(call => CallHead.Of(call, time.GetUtcNow())).ToArray());

    // The very text that was hashed, not one written anew.
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReadAsync(
        string id, CallLog log, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!CallId.TryParse(id, out _) || await log.FindAsync(id, cancellationToken) is not { } pack)
        {
            return TypedResults.Problem($"No pack of a call '{id}' was frozen. GET /api/v1/calls lists those that were.", statusCode: StatusCodes.Status404NotFound);
        }

        response.Headers.ETag = $"\"{pack.Hash}\"";
        return TypedResults.Content(pack.Json, "application/json");
    }

    /// <param name="FrozenAt">When its pack was frozen; left out where it was not. UTC.</param>
    /// <param name="Present">Organisations that were present.</param>
    private sealed record CallHead(
        string Id, DateTimeOffset? FrozenAt, CallStage Stage, string? Chair, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Present,
        string[] Decisions)
    {
        public static CallHead Of(KeptCall call, DateTimeOffset now)
        {
            var record = call.Record.AsAt(now);
            return new CallHead(
                call.Id, call.FrozenAt, record.Stage, record.Chair, record.StartedAt, record.EndedAt, record.Present,
                [.. record.Decisions.Select(decision => decision.Last.Words)]);
        }
    }
}
