using System.Text.Json.Serialization;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>Says what became of line protocol as InfluxDB would: nothing when all is well, an error in its own JSON otherwise.</summary>
internal static class InfluxAnswer
{
    public static IResult Of(HttpContext http, IntakeOutcome outcome)
    {
        if (outcome.Answer is { DryRun: true }) return IntakeApi.Answer(http, outcome);
        IntakeApi.SayWhen(http, outcome);
        if (outcome.TurnedAway is { } why) return Error(http, StatusOf(outcome), why.Detail, line: null);
        if (outcome.Answer is not { RejectedTotal: > 0 } answer) return TypedResults.NoContent();
        var first = answer.Rejected[0];
        var field = first.Field.Length == 0 ? "" : $", {first.Field}";
        // Clients look for these words: they say that sending it again would not help.
        return Error(http, StatusCodes.Status400BadRequest,
            $"partial write: line {first.Row}{field}: {first.Reason}: {first.Detail} dropped={answer.RejectedTotal}", first.Row);
    }

    /// <summary>An error in version 2's form under its path, else in version 1's.</summary>
    public static IResult Error(HttpContext http, int status, string message, int? line)
    {
        if (http.Request.Path.StartsWithSegments("/api/v2"))
        {
            return TypedResults.Json(new Version2(CodeOf(status), message, line), statusCode: status);
        }

        http.Response.Headers["X-Influxdb-Error"] = InAscii(message);
        return TypedResults.Json(new { error = message }, statusCode: status);
    }

    // A body that looks like a patient's is 422 elsewhere; InfluxDB's clients know 400.
    private static int StatusOf(IntakeOutcome outcome) =>
        outcome.Status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : outcome.Status;

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status413PayloadTooLarge => "request too large",
        StatusCodes.Status429TooManyRequests => "too many requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        _ => "invalid",
    };

    private static string InAscii(string message) => new([.. message.Select(c => c is >= ' ' and <= '~' ? c : '?')]);

    private sealed record Version2(string Code, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Line);
}
