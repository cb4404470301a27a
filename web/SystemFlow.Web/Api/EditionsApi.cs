using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Api;

/// <summary>Kept documents as files.</summary>
internal static class EditionsApi
{
    public static void MapEditions(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/api/v1/dashboard").WithTags("Editions"), "a daily system dashboard", isDaily: true);
        Map(routes.MapGroup("/api/v1/packs").WithTags("Editions"), "a weekly or monthly board pack", isDaily: false);
    }

    private static void Map(RouteGroupBuilder group, string what, bool isDaily)
    {
        group.MapGet("/{id}.csv", (string id, EditionLog log, EditionSheets sheets, CancellationToken stop) => CsvAsync(id, isDaily, log, sheets, stop)).Exports($"the figures of {what}")
            .WithSummary($"The figures of {what} as it was kept, a line for each, to the digit and as screens show them.")
            .Produces<string>(200, MediaTypeNames.Text.Csv).ProducesProblem(404);
        group.MapGet("/{id}.pdf", (string id, EditionLog log, EditionPrints prints, HttpResponse response, CancellationToken stop) => PdfAsync(id, isDaily, log, prints, response, stop)).Exports($"the PDF of {what}")
            .WithSummary($"The same as PDF, of {what} as it was kept, printed by this machine's own browser.")
            .Produces(200, contentType: MediaTypeNames.Application.Pdf).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> CsvAsync(
        string id, bool isDaily, EditionLog log, EditionSheets sheets, CancellationToken stop)
    {
        if (await FindAsync(id, isDaily, log, stop) is not { } edition) return Unknown(id);
        return TypedResults.File(Encoding.UTF8.GetBytes(SheetCsv.Of(sheets.SheetOf(edition))), "text/csv; charset=utf-8", $"systemflow-{edition.Id}.csv");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PdfAsync(
        string id, bool isDaily, EditionLog log, EditionPrints prints, HttpResponse response, CancellationToken stop)
    {
        if (await FindAsync(id, isDaily, log, stop) is not { } edition) return Unknown(id);
        var printed = await prints.PdfOfAsync(edition, isForMail: false, stop);
        if (printed.Pdf is { } pdf) return TypedResults.File(pdf, MediaTypeNames.Application.Pdf, $"systemflow-{edition.Id}.pdf");
        if (printed.IsForLater) AtQuery.AskAgainLater(response);
        return TypedResults.Problem(printed.Problem, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Edition?> FindAsync(string id, bool isDaily, EditionLog log, CancellationToken stop) =>
        await log.FindAsync(id, stop) is { } edition && edition.Kind.IsDashboard() == isDaily ? edition : null;

    private static ProblemHttpResult Unknown(string id) =>
        TypedResults.Problem($"There is no edition '{id}'. The page lists them.", statusCode: StatusCodes.Status404NotFound);
}
