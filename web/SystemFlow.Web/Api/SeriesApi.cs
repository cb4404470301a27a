using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Api;

/// <summary>Readings over time, as JSON.</summary>
internal static class SeriesApi
{
    private const int MostReadings = 10_000;
    private const int MostPoints = 5_000;

    // The national collection takes amendments for so long.
    private static readonly TimeSpan AmendedWithin = TimeSpan.FromDays(14);

    private static readonly TimeSpan UntilTriedAgain = TimeSpan.FromSeconds(30);

    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        var series = routes.MapGroup("/api/v1").WithTags("Series").AddEndpointFilter(SayThatItIsAway);
        series.MapGet("/series", ReadAsync)
            .WithSummary($"One series: as sent (at most {MostReadings:N0} readings), or thinned to 'points' stretches in which gaps stay gaps.");
        series.MapGet("/amendments", ReadAmendmentsAsync)
            .WithSummary($"What amended figures of one series were before, newest amendment first (at most {MostReadings:N0}): of periods in the last 14 days unless 'from' and 'to' say otherwise.");
    }

    // The store's own words say what to do: a server that is away, a damaged block.
    private static async ValueTask<object?> SayThatItIsAway(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SeriesException error)
        {
            var seconds = (error.RetryAfter ?? UntilTriedAgain).TotalSeconds;
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The record cannot be read now");
        }
    }

    private static async Task<Results<Ok<Amendment[]>, ValidationProblem>> ReadAmendmentsAsync(
        string place, string metric, DateTimeOffset? from, DateTimeOffset? to,
        ISeriesStore store, Footprint footprint, MetricDictionary metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (start, end) = (from ?? now - AmendedWithin, to ?? now + AmendedWithin);
        var problems = ProblemsOf(place, metric, start, end, footprint, metrics);
        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);
        footprint.TryFind(place, out var where);
        MetricKey.TryParse(metric, null, out var key);
        var amendments = store.AmendmentsAsync(where!.Code, key, start, end, cancellationToken);
        return TypedResults.Ok(await amendments.Take(MostReadings).ToArrayAsync(cancellationToken));
    }

    private static Dictionary<string, string[]> ProblemsOf(
        string place, string metric, DateTimeOffset from, DateTimeOffset to, Footprint footprint, MetricDictionary metrics)
    {
        var problems = new Dictionary<string, string[]>();
        if (!footprint.TryFind(place, out _)) problems["place"] = [$"There is no place '{place}'. GET /api/v1/places lists them."];
        var isKey = MetricKey.TryParse(metric, null, out var key) && metrics.TryFind(key.Metric, out var what) && !what.IsDerived;
        if (!isKey) problems["metric"] = [$"'{metric}' is not a metric that is sent. GET /api/v1/metrics-dictionary lists them."];
        if (to <= from) problems["to"] = ["'to' must be after 'from'."];
        return problems;
    }

    private static async Task<Results<Ok<Reading[]>, Ok<Stretch[]>, ValidationProblem>> ReadAsync(
        string place, string metric, DateTimeOffset from, DateTimeOffset to, int? points,
        ISeriesStore store, Footprint footprint, MetricDictionary metrics, CancellationToken cancellationToken)
    {
        var problems = ProblemsOf(place, metric, from, to, footprint, metrics);
        if (points is < 1 or > MostPoints) problems["points"] = [$"'points' must be 1 to {MostPoints:N0}."];
        if (problems.Count > 0) return TypedResults.ValidationProblem(problems);

        footprint.TryFind(place, out var where);
        MetricKey.TryParse(metric, null, out var key);
        if (points is { } count)
        {
            var thinned = await store.ThinAsync(where!.Code, key, from, to, count, cancellationToken);
            return TypedResults.Ok(thinned.ToArray());
        }

        var readings = store.ReadAsync(where!.Code, key, from, to, cancellationToken);
        return TypedResults.Ok(await readings.Take(MostReadings).ToArrayAsync(cancellationToken));
    }
}
