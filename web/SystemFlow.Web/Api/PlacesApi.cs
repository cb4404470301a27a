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
        places.MapGet("/places/{code}", ReadPlace).WithSummary("A place now: every figure with its age, and its pressure.");
        places.MapGet("/system", (LiveView live, Footprint footprint) => footprint.Places.Select(place => live[place.Code]))
            .WithSummary("Every place now.");
        places.MapGet("/metrics-dictionary", (MetricDictionary metrics) => metrics.Metrics)
            .WithSummary("What each metric means, in which unit, how often it is due.");
    }

    private static Results<Ok<PlaceState>, ProblemHttpResult> ReadPlace(string code, Footprint footprint, LiveView live) =>
        footprint.TryFind(code, out var place)
            ? TypedResults.Ok(live[place.Code])
            : TypedResults.Problem(
                $"There is no place '{code}'. GET /api/v1/places lists them.", statusCode: StatusCodes.Status404NotFound);
}
