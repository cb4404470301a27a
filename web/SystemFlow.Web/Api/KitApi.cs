using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Kit;

namespace SystemFlow.Web.Api;

/// <summary>What a partner who connects a feed can download.</summary>
internal static class KitApi
{
    private const string Suffix = ".csv";

    public static void MapKit(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1").WithTags("Feed kit").MapGet("/templates/{file}", ReadTemplate)
            .Produces<string>(200, "text/csv").ProducesProblem(404)
            .WithSummary("{place}.csv: a sheet with a line for each metric that the place is asked for, to be filled in and sent to /api/v1/observations.");

    private static Results<FileContentHttpResult, ProblemHttpResult> ReadTemplate(string file, Footprint footprint, MetricDictionary dictionary) =>
        file.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && footprint.TryFind(file[..^Suffix.Length], out var place)
            ? TypedResults.File(Encoding.UTF8.GetBytes(TemplateCsv.Of(place, footprint, dictionary)), "text/csv; charset=utf-8", $"systemflow-{place.Code}.csv")
            : TypedResults.Problem(
                "There is no such template. It is named after a place, such as RWH01.csv; GET /api/v1/places lists them.",
                statusCode: StatusCodes.Status404NotFound);
}
