using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Api;

/// <summary>Who has access, as a file for whoever answers for information governance.</summary>
internal static class PeopleApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/people.csv";

    /// <summary>The first line.</summary>
    public const string Head = "name,userName,job,organisation,roles,secondFactor,lastSignedIn,state,madeAt,madeBy,reviewedAt,reviewedBy,due";

    public static void MapPeople(this IEndpointRouteBuilder routes) => routes.MapGet(Path, Read).WithTags("People").Exports("the list of people").Needs(Act.ManagePeople)
        .WithSummary("Just whom the people page shows at the same address, within your own scope: q (words), place, role, state.")
        .Produces<string>(200, "text/csv").ProducesProblem(403);

    private static FileContentHttpResult Read(
        HttpContext http, string? q, string? place, string? role, string? state, AccountBook book, IOptions<PeopleOptions> options, Footprint footprint)
    {
        var now = TimeProvider.System.GetUtcNow();
        var filter = PeopleFilter.Of(footprint, q, place, role, state);
        var rows = PeopleList.Of(book.All, PersonClaims.GrantsOf(http.User), options.Value.Rules, footprint, now).Where(row => filter.Holds(row, footprint));
        var text = string.Join("\r\n", rows.Select(row => Line(row, footprint, now)).Prepend(Head).Append(""));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"systemflow-people-{now:yyyy-MM-dd}.csv"));
    }

    private static string Line(PersonRow row, Footprint footprint, DateTimeOffset now)
    {
        var account = row.Account;
        string[] cells =
        [
            account.Name, account.UserName, account.Job, account.Organisation, string.Join("; ", account.Grants.Select(grant => AccessText.Of(grant, footprint))),
            account.HasSecondFactor ? "on" : "off", Moment(account.LastSignedInAt), PeopleText.Of(row.State), Moment(account.CreatedAt), account.CreatedBy,
            Moment(account.ReviewedAt), account.ReviewedBy ?? "", string.Join("; ", row.Due.Select(reason => PeopleText.Of(reason, account, now))),
        ];
        return string.Join(',', cells.Select(SheetCell.Of));
    }

    private static string Moment(DateTimeOffset? at) => at is { } known ? UkTime.Machine(known) : "";
}
