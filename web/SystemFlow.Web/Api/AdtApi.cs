using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using SystemFlow.Feeds.Adt;
using SystemFlow.Feeds.Intake;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>Takes HL7 v2 ADT messages and answers as HL7 does. What the HTTP status says, MSA-1 says more precisely.</summary>
internal static class AdtApi
{
    private const string Path = "/api/v1/adt";
    private const string RetryAfterSeconds = "5";

    private static readonly string[] Types = ["application/hl7-v2", "x-application/hl7-v2+er7", "text/plain"];

    public static void MapAdt(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("").WithTags("Intake").RequireFeedKey().MapPost(Path, TakeAsync)
            .Produces<string>(200, Types[0]).Produces<string>(400, Types[0]).Produces<string>(503, Types[0])
            .ProducesProblem(401).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429)
            .WithSummary("HL7 v2 ADT messages, folded into counts at once: nothing about a person is kept. Answers with an HL7 ACK.");

    private static async Task<IResult> TakeAsync(HttpContext http, IntakeDoor door, AdtDesk desk, TimeProvider time)
    {
        if (TypeOf(http) is not { } type)
        {
            return IntakeApi.Answer(http, IntakeDoor.WrongType($"Say in Content-Type what is sent: {string.Join(" or ", Types)}."));
        }

        if (!IntakeDoor.TryDryRun(http.Request, out var isDryRun, out var unclear)) return IntakeApi.Answer(http, unclear);
        var key = http.FeedKey();
        var (held, turnedAway) = await door.HoldAsync(http, key);
        using var _ = held;
        var terms = door.TermsOf(key, anyAge: false);
        var messages = held is null ? [] : AdtBody.Read(held.Bytes, terms.Options);
        if (messages.Count > terms.Options.MaxRows)
        {
            turnedAway = IntakeOutcome.Of(new RefusedBody(Reasons.TooManyRows, $"A body may have {terms.Options.MaxRows} messages. Send it in parts."));
        }

        if (turnedAway is not null)
        {
            if (!isDryRun) door.RecordTurnedAway(key.Feed, turnedAway);
            return IntakeApi.Answer(http, turnedAway);
        }

        if (messages.Count == 0)
        {
            const string None = "The body holds no HL7 v2 message: each begins with an MSH segment, in one byte a character.";
            if (!isDryRun) door.RecordTurnedAway(key.Feed, IntakeOutcome.Of(new RefusedBody(Reasons.Unreadable, None)));
            return Ack(AdtAck.ToNoMessage(None, time.GetUtcNow()), type, StatusCodes.Status400BadRequest);
        }

        var taken = isDryRun ? AdtDesk.Try(messages, terms) : await desk.TakeAsync(messages, terms, http.RequestAborted);
        if (!taken.IsKept) http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Ack(AdtAck.To(taken.Answers, time.GetUtcNow()), type, StatusOf(taken));
    }

    private static int StatusOf(AdtTaken taken) =>
        !taken.IsKept ? StatusCodes.Status503ServiceUnavailable
        : taken.Answers.All(answer => answer.Verdict.Answer is AdtAnswer.Reject) ? StatusCodes.Status400BadRequest
        : StatusCodes.Status200OK;

    private static ContentHttpResult Ack(string text, string type, int status) => TypedResults.Text(text, type, statusCode: status);

    private static string? TypeOf(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            ? Array.Find(Types, known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
            : null;
}
