using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Operations.Events;
using SystemFlow.Series;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Returns;

namespace SystemFlow.Web.Api;

/// <summary>The daily situation report as a file.</summary>
internal static class SitrepApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/sitrep";

    public static void MapSitrep(this IEndpointRouteBuilder routes) => routes.MapGet(Path, ReadAsync).Exports("the daily situation report").WithTags("Returns")
        .WithSummary("Every acute trust's daily situation report of one date (2026-11-27; today where it is left out), in the national collection's columns: beds at 8am, events from midnight to midnight. Signed figures where a duty director signed, else as the record has them. A blank cell was not reported, or not by every hospital.")
        .Produces<string>(200, "text/csv").ProducesProblem(400).ProducesProblem(503);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        string? date, ReturnDesk desk, RunMode mode, HttpResponse response, CancellationToken cancellationToken)
    {
        var day = desk.Today;
        var isDay = string.IsNullOrEmpty(date) || DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
        if (!isDay || day < ReturnDesk.First)
        {
            return TypedResults.Problem("'date' must be a day such as 2026-11-27.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (day > desk.Today)
        {
            return TypedResults.Problem($"'date' is in the future: today is {UkTime.Date(desk.Today)}.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var text = await desk.CsvAsync(day, cancellationToken);
            var mark = mode.Now.Kind is RunKind.Live ? "" : $"-{mode.Now.Kind.ToString().ToLowerInvariant()}";
            return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", $"sitrep-{day:yyyy-MM-dd}{mark}.csv");
        }
        catch (Exception error) when (error is SeriesException or EventLogException)
        {
            if (error is SeriesException { IsBusy: true }) AtQuery.AskAgainLater(response);
            return TypedResults.Problem("The record cannot be read now. Try again in a few seconds.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
