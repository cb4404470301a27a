using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Pages.Search;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Api;

/// <summary>What people did, as a file.</summary>
internal static class JournalApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/journal.csv";

    /// <summary>The first line.</summary>
    public const string Head = "at,kind,title,words,by,place,link";

    public static void MapJournal(this IEndpointRouteBuilder routes) => routes.MapGet(Path, ReadAsync).Exports("lines of the journal").WithTags("Journal")
        .WithSummary($"Just what the search page finds at the same address, newest first, at most {Journal.Most} lines: q (words), kind, place, from and to (days in England), before (a line's number, for older ones).")
        .Produces<string>(200, "text/csv").ProducesProblem(400).ProducesProblem(503);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        string? q, string? kind, string? place, string? from, string? to, long? before,
        Journal journal, Footprint footprint, CancellationToken cancellationToken)
    {
        var (search, problems) = LineSearch<JournalKind>.Read(new LineAddress(q, null, kind, place, from, to, before?.ToString(CultureInfo.InvariantCulture)), footprint);
        if (!problems.IsEmpty) return TypedResults.Problem(string.Join(' ', problems), statusCode: StatusCodes.Status400BadRequest);
        try
        {
            var lines = await journal.ReadAsync(search.Question(footprint), Journal.Most, cancellationToken);
            var text = string.Join("\r\n", lines.Select(line => Line(line.Entry)).Prepend(Head).Append(""));
            return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", "systemflow-journal.csv");
        }
        catch (EventLogException)
        {
            return TypedResults.Problem("The journal cannot be read now. Try again in a minute.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string Line(JournalEntry entry)
    {
        string[] cells = [UkTime.Machine(entry.At), JournalText.Of(entry.Kind), entry.Title, entry.Words, entry.By, entry.Place?.ToString() ?? "", entry.Subject];
        return string.Join(',', cells.Select(Feeds.Intake.SheetCell.Of));
    }
}
