using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Domain.Access;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Health;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>How feeds do, as JSON: counts and reasons, never what was sent.</summary>
internal static class FeedsApi
{
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("/api/v1").WithTags("Feeds");
        feeds.MapGet("/feeds", (FeedBoard board) => board.Now().Feeds.Select(FeedAnswer.Of))
            .WithSummary("How each feed does: its state, what became of what it sent today and on the last 7 and 14 days, and how it stands with each metric that it serves.");
        feeds.MapGet("/feeds/{feed}", ReadFeed).WithSummary("One feed.");
        routes.MapGet("/feeds/{feed}/refused.csv", ReadRefused).Exports("a feed's refused rows").Needs(Act.CorrectRows).ExcludeFromDescription();
    }

    /// <summary>The refused rows of a feed as a file, for those whose feed it is: it holds what was sent.</summary>
    private static Results<FileContentHttpResult, ProblemHttpResult> ReadRefused(
        string feed, string? reason, HttpContext http, Quarantine quarantine, QuarantineDesk desk)
    {
        if (desk.LeaveFor(http.User, feed).Refusal is { } refusal) return TypedResults.Problem(refusal, statusCode: StatusCodes.Status403Forbidden);
        var (rows, _) = quarantine.Read(feed, QuarantineState.Waiting, reason, 0, int.MaxValue);
        var lines = rows.Select(row => RefusedCsv.LineOf(
            row.Row.Sent, [.. row.Row.Problems.Select(problem => new Refusal(row.Row.Line, problem.Field, problem.Reason, problem.Detail))], row.At));
        var text = string.Join("\r\n", lines.Prepend(RefusedCsv.Header).Append(""));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", $"refused-{feed}.csv");
    }

    private static Results<Ok<FeedAnswer>, ProblemHttpResult> ReadFeed(string feed, FeedBoard board) =>
        board.Now().Feeds.FirstOrDefault(known => known.Feed == feed) is { } found
            ? TypedResults.Ok(FeedAnswer.Of(found))
            : TypedResults.Problem($"There is no feed '{feed}'. GET /api/v1/feeds lists them.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A feed as the API tells of it.</summary>
    private sealed record FeedAnswer(
        string Feed, FeedState State, DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen, DateTimeOffset? LastGoodAt, int RefusedInARow,
        FeedProblem? LastProblem, DateTimeOffset? OwnerToldAt, FeedCounts Today, FeedCounts SevenDays, FeedCounts FourteenDays,
        WaitingAnswer Quarantine, IEnumerable<GroupHealth> Groups)
    {
        public static FeedAnswer Of(FeedView feed) => new(
            feed.Feed, feed.State, feed.Record?.FirstSeen, feed.Record?.LastSeen, feed.Record?.LastGoodAt, feed.Record?.RefusedInARow ?? 0,
            feed.Record?.LastProblem, feed.Record?.ToldAt, feed.Today, feed.SevenDays, feed.FourteenDays,
            new WaitingAnswer(
                feed.Quarantine.Waiting, feed.Quarantine.Corrected, feed.Quarantine.Dismissed,
                feed.Quarantine.Reasons.ToDictionary(reason => reason.Reason, reason => reason.Rows),
                feed.Quarantine.TooMany + feed.Quarantine.TooOld, feed.Quarantine.NotKept),
            feed.Groups);
    }

    /// <summary>The quarantine in numbers.</summary>
    private sealed record WaitingAnswer(int Waiting, int Corrected, int Dismissed, Dictionary<string, int> Reasons, long Dropped, long NotKept);
}
