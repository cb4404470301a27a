using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Api;

/// <summary>What the screens show, as JSON.</summary>
internal static class PlacesApi
{
    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        var places = routes.MapGroup("/api/v1").WithTags("Places");
        places.MapGet("/places", (Footprint footprint) => footprint.Places).WithSummary("Every place, and what belongs to what.");
        places.MapGet("/places/{code}", ReadPlaceAsync)
            .WithSummary($"A place now: every figure with its age, and its pressure. {AtQuery.Summary}");
        places.MapGet("/system", ReadSystemAsync).WithSummary($"Every place now. {AtQuery.Summary}");
        places.MapGet("/metrics-dictionary", (MetricDictionary metrics) => metrics.Metrics)
            .WithSummary("What each metric means, in which unit, how often it is due.");
    }

    private static async Task<Results<Ok<PlaceState>, ProblemHttpResult>> ReadPlaceAsync(
        string code, string? at, Footprint footprint, LiveView live, PastView view, TimeProvider time, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (!footprint.TryFind(code, out var place))
        {
            return TypedResults.Problem(
                $"There is no place '{code}'. GET /api/v1/places lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        if (AtQuery.IsNow(at)) return TypedResults.Ok(live[place.Code]);
        var (past, problem) = await AtQuery.ReadAsync(at, view, time, response, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(past!.States[place.Code]);
    }

    private static async Task<Results<Ok<PlaceState[]>, ProblemHttpResult>> ReadSystemAsync(
        string? at, Footprint footprint, LiveView live, PastView view, TimeProvider time, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (AtQuery.IsNow(at)) return TypedResults.Ok(footprint.Places.Select(place => live[place.Code]).ToArray());
        var (past, problem) = await AtQuery.ReadAsync(at, view, time, response, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(footprint.Places.Select(place => past!.States[place.Code]).ToArray());
    }
}
