using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Api;

/// <summary>A chart of the trends page as a file.</summary>
internal static class TrendsApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/trends.csv";

    public static void MapTrends(this IEndpointRouteBuilder routes) => routes.MapGet(Path, ReadAsync).Exports("a trend").WithTags("Series")
        .WithSummary($"Just what the trends page shows at the same address, a line for each point: range is 24h, 7d, 30d or winter, compare none, week or year, chart line or spc. {AtQuery.Summary}")
        .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(503);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        string? place, string? metric, string? range, string? compare, string? chart, string? at,
        TrendDesk desk, LiveView live, PastView view, TimeProvider time, Footprint footprint, MetricDictionary dictionary,
        HttpResponse response, CancellationToken cancellationToken)
    {
        if (TrendQuestion.Read(place, metric, range, compare, chart, footprint, dictionary) is not { } question)
        {
            return TypedResults.Problem(
                "There is no such place or metric. GET /api/v1/places and /api/v1/metrics-dictionary list them.", statusCode: StatusCodes.Status404NotFound);
        }

        var (past, problem) = AtQuery.IsNow(at) ? (null, null) : await AtQuery.ReadAsync(at, view, time, response, cancellationToken);
        if (problem is not null) return problem;
        var trend = await desk.OfAsync(question, past?.At, cancellationToken);
        if (trend.IsBusy) AtQuery.AskAgainLater(response);
        if (trend.IsUnreadable)
        {
            return TypedResults.Problem(
                trend.IsBusy ? "More charts are asked for than can be read at once. Try again in a few seconds." : "The record cannot be read now. Try again in a minute.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var text = TrendCsv.Of(trend, TrendSources.Of(question.Place, question.Metric, code => past?.States[code] ?? live[code], footprint));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", $"{TrendCsv.Name(question)}.csv");
    }
}
