using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Pages.Search;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Api;

/// <summary>The audit as a file.</summary>
internal static class AuditApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/audit.csv";

    /// <summary>The first line.</summary>
    public const string Head = "number,at,kind,by,account,address,subject,words,place";

    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet(Path, ReadAsync).WithTags("Audit").Exports("lines of the audit").Needs(Act.ReadAudit)
        .WithSummary($"Just what the audit page finds at the same address, newest first, at most {AuditLog.Most:N0} lines: q (words), person, kind, place, from and to (days in England), before (a line's number, for older ones).")
        .Produces<string>(200, "text/csv").ProducesProblem(400).ProducesProblem(403).ProducesProblem(503);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        [AsParameters] LineAddress address, AuditLog audit, Footprint footprint, CancellationToken cancellationToken)
    {
        var (search, problems) = LineSearch<AuditKind>.Read(address, footprint);
        if (!problems.IsEmpty) return TypedResults.Problem(string.Join(' ', problems), statusCode: StatusCodes.Status400BadRequest);
        try
        {
            var lines = await audit.ReadAsync(search.Question(footprint), AuditLog.Most, cancellationToken);
            var text = string.Join("\r\n", lines.Select(Line).Prepend(Head).Append(""));
            return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", "systemflow-audit.csv");
        }
        catch (AuditException)
        {
            return TypedResults.Problem("The audit cannot be read now. The program's log says why.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string Line(AuditLine line)
    {
        var entry = line.Entry;
        string[] cells =
        [
            line.Number.ToString(CultureInfo.InvariantCulture), UkTime.Machine(entry.At), AuditWords.Of(entry.Kind), entry.By, entry.Account ?? "",
            entry.Address ?? "", entry.Subject, entry.Words, entry.Place?.ToString() ?? "",
        ];
        return string.Join(',', cells.Select(SheetCell.Of));
    }
}
