using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>Takes readings from partners.</summary>
internal static class IntakeApi
{
    private static readonly string[] Encodings = ["gzip", "br", "deflate", "identity"];

    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        var intake = routes.MapGroup("/api/v1").WithTags("Intake").RequireFeedKey();
        intake.MapPost("/observations", TakeObservationsAsync)
            .AddOpenApiOperationTransformer(Takes("application/json", "application/x-ndjson", "text/csv"))
            .Produces<IntakeAnswer>().Produces<IntakeAnswer>(422).ProducesProblem(400).ProducesProblem(401)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("Observations as JSON (an array, or {\"observations\": []}), NDJSON or CSV.");
        intake.MapPost("/sitrep", TakeSitrepAsync)
            .AddOpenApiOperationTransformer(Takes("text/csv"))
            .Produces<IntakeAnswer>().Produces<IntakeAnswer>(422).ProducesProblem(400).ProducesProblem(401)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("An NHS England daily situation report, as published.");
    }

    // For the API's description alone: Accepts() would refuse other types itself, and not say which to send.
    private static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Takes(
        params string[] types) => (operation, _, _) =>
    {
        var content = types.ToDictionary(type => type, _ => new OpenApiMediaType());
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        return Task.CompletedTask;
    };

    private static Task<IResult> TakeObservationsAsync(HttpContext http, IntakeParts parts)
    {
        ObservationFormat? format = MediaTypeOf(http) switch
        {
            "application/json" => ObservationFormat.Json,
            "application/x-ndjson" or "application/ndjson" => ObservationFormat.Ndjson,
            "text/csv" => ObservationFormat.Csv,
            _ => null,
        };
        return format is { } known
            ? TakeAsync(http, parts, anyAge: false, (body, terms) => ObservationBody.Read(body, known, terms))
            : Task.FromResult<IResult>(WrongType("application/json, application/x-ndjson or text/csv"));
    }

    // A published return is history, and may be older than any live feed's.
    private static Task<IResult> TakeSitrepAsync(HttpContext http, IntakeParts parts) =>
        MediaTypeOf(http) is "text/csv"
            ? TakeAsync(http, parts, anyAge: true, SitrepBody.Read)
            : Task.FromResult<IResult>(WrongType("text/csv"));

    private static async Task<IResult> TakeAsync(
        HttpContext http, IntakeParts parts, bool anyAge, Func<ReadOnlyMemory<byte>, IntakeTerms, IntakeBody> read)
    {
        var encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !Encodings.Contains(encoding, StringComparer.OrdinalIgnoreCase))
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, Reasons.Unreadable, $"The body is packed as '{encoding}'. Send gzip, br or deflate, or send it unpacked.");
        }

        var key = http.FeedKey();
        var (body, unread) = await parts.ReadBodyAsync(http);
        using var held = body;
        var taken = body is null ? new IntakeBody(unread, []) : read(body.Memory, parts.TermsOf(key, anyAge));
        if (taken.Refused is { } refused)
        {
            parts.RecordRefusedBody(key.Feed, refused);
            return Problem(StatusOf(refused), refused.Reason, refused.Detail);
        }

        try
        {
            var answer = await parts.Desk.TakeAsync(taken.Rows, key.Feed, http.RequestAborted);
            var isAllRefused = answer.RejectedTotal > 0 && answer.Accepted + answer.Amended + answer.Duplicates == 0;
            return TypedResults.Json(answer, statusCode: isAllRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        }
        catch (IntakeBrokenOffException brokenOff)
        {
            return NotNow(http, brokenOff);
        }
    }

    private static ProblemHttpResult NotNow(HttpContext http, IntakeBrokenOffException brokenOff)
    {
        if (brokenOff.Why.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var kept = brokenOff.Answer.Accepted + brokenOff.Answer.Amended + brokenOff.Answer.Duplicates;
        var status = brokenOff.Why.IsBusy ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;
        return Problem(status, "store-not-ready", $"{brokenOff.Message} {kept:N0} readings of this message are kept; sending all of it again is safe.");
    }

    private static int StatusOf(RefusedBody refused) => refused.Reason switch
    {
        Reasons.TooLarge or Reasons.TooManyRows => StatusCodes.Status413PayloadTooLarge,
        Reasons.LooksLikeAPatient => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string? MediaTypeOf(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : null;

    private static ProblemHttpResult WrongType(string types) => Problem(
        StatusCodes.Status415UnsupportedMediaType, Reasons.Unreadable, $"Say in Content-Type what is sent: {types}.");

    private static ProblemHttpResult Problem(int status, string reason, string detail) => TypedResults.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?> { ["reason"] = reason });
}

/// <summary>What the intake's routes work with.</summary>
internal sealed class IntakeParts(
    IntakeDesk desk, Footprint footprint, MetricDictionary metrics, IOptions<FeedOptions> options, TimeProvider time,
    Live.FeedLog feeds)
{
    public IntakeDesk Desk => desk;

    public FeedOptions Options => options.Value;

    /// <summary>The whole body, unpacked; or why it is refused.</summary>
    public async Task<(BodyBuffer? Body, RefusedBody? Refused)> ReadBodyAsync(HttpContext http)
    {
        var tooLarge = new RefusedBody(Reasons.TooLarge, $"A body may have {Options.MaxBodyBytes:N0} bytes, unpacked. Send it in parts.");
        try
        {
            var body = await BodyBuffer.ReadAsync(http.Request.Body, Options, http.RequestAborted);
            return (body, body is null ? tooLarge : null);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, tooLarge);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException) // The second is Brotli's.
        {
            return (null, new RefusedBody(Reasons.Unreadable, "The body is not packed as its Content-Encoding says."));
        }
    }

    public IntakeTerms TermsOf(FeedKey key, bool anyAge) =>
        new(footprint, metrics, Options, time.GetUtcNow(), key.Feed)
        {
            AnyAge = anyAge,
            MayWrite = place => key.MayWrite(footprint.Find(place), footprint),
        };

    public void RecordRefusedBody(string feed, RefusedBody refused) => feeds.Record(feed, new(
        0, 0, 0, new Dictionary<string, int> { [refused.Reason] = 1 }.ToImmutableDictionary(), 0,
        [new(time.GetUtcNow(), null, null, refused.Reason, refused.Detail)]));
}
