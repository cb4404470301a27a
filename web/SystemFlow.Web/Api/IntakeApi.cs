using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using SystemFlow.Feeds.Intake;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>Takes readings from partners.</summary>
internal static class IntakeApi
{
    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        var intake = routes.MapGroup("").WithTags("Intake").RequireFeedKey();
        foreach (var route in IntakeRoute.All)
        {
            intake.MapPost(route.Path, (HttpContext http, IntakeDoor door) => TakeAsync(http, door, route))
                .AddOpenApiOperationTransformer(Takes(route))
                .Produces<IntakeAnswer>().Produces<IntakeAnswer>(422).ProducesProblem(400).ProducesProblem(401)
                .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
                .WithSummary(route.Summary);
        }
    }

    /// <summary>Says in JSON what became of a message: the counts, or the problem.</summary>
    public static IResult Answer(HttpContext http, IntakeOutcome outcome)
    {
        SayWhen(http, outcome);
        return outcome.TurnedAway is { } why
            ? TypedResults.Problem(why.Detail, statusCode: outcome.Status, extensions: new Dictionary<string, object?> { ["reason"] = why.Reason })
            : TypedResults.Json(outcome.Answer, statusCode: outcome.Status);
    }

    /// <summary>Says when to try again, in whole seconds, where that is known.</summary>
    public static void SayWhen(HttpContext http, IntakeOutcome outcome)
    {
        if (outcome.RetryAfter is not { } wait) return;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    // For the API's description alone: Accepts() would refuse other types itself, and not say which to send.
    private static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Takes(IntakeRoute route) =>
        (operation, _, _) =>
        {
            var content = route.Formats.ToDictionary(format => format.MediaTypes[0], _ => new OpenApiMediaType());
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            operation.Parameters = [DryRun()];
            return Task.CompletedTask;
        };

    private static OpenApiParameter DryRun() => new()
    {
        Name = IntakeDoor.DryRun,
        In = ParameterLocation.Query,
        Description = "true: answers the same counts, and stores nothing. What would be taken counts as accepted, for only the record can tell what is new.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
    };

    private static async Task<IResult> TakeAsync(HttpContext http, IntakeDoor door, IntakeRoute route) =>
        Answer(http, route.FormatOf(MediaTypeOf(http)) is { } format
            ? await door.TakeAsync(http, http.FeedKey(), format.Read, route.AnyAge)
            : IntakeDoor.WrongType($"Say in Content-Type what is sent: {string.Join(" or ", route.Formats.Select(f => f.MediaTypes[0]))}."));

    private static string MediaTypeOf(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.ToString() : "";
}
