using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans;
using SystemFlow.Domain.Places;
using SystemFlow.Grains;
using SystemFlow.Operations.Nodes;
using SystemFlow.Series;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Health;

namespace SystemFlow.Web.Api;

/// <summary>Whether the program is alive, and whether it can do its work.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => "OK").WithTags("Health").WithSummary("The program is alive.");
        routes.MapGet("/readyz", ReadyAsync).WithTags("Health").WithSummary("The store and the grains answer; says also when the record takes no readings, which pages can still show.");
    }

    private static async Task<Results<Ok<string>, ProblemHttpResult>> ReadyAsync(
        ISeriesStore store, IGrainFactory grains, RecordWatch watch, [FromServices] NodeNews? news, Footprint footprint, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var part = "The series store";
        try
        {
            await store.LatestAsync(footprint.Root.Code, cancellationToken).CountAsync(cancellationToken)
                .AsTask().WaitAsync(Patience, time, cancellationToken);
            part = "The grains";
            await grains.GetPlace(footprint.Root).GetAsync().WaitAsync(Patience, time, cancellationToken);
            return TypedResults.Ok(string.Join(' ', ["OK", .. Troubles(watch, news, time.GetUtcNow())]));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.Problem($"{part} did not answer: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    // With which pages can still be shown: a database that is away for all nodes must not take all of them from the balancer.
    private static IEnumerable<string> Troubles(RecordWatch watch, NodeNews? news, DateTimeOffset now)
    {
        var deaf = news?.DeafSince;
        if (watch.Now is null && deaf is null) yield break;
        yield return "to look at.";
        if (watch.Now is { } trouble) yield return $"{RecordText.Headline(trouble, now)}.";
        if (deaf is { } since) yield return $"This node has heard nothing of what the others change since {UkTime.DateAndClock(since)}: the database that they share is away.";
    }
}
