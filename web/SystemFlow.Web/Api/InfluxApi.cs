using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Feeds.LineProtocol;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Api;

/// <summary>
/// Takes line protocol where InfluxDB's clients send it, and answers as InfluxDB does, so that Telegraf, Node-RED and the
/// like can feed the program unchanged. Database, bucket and organisation are taken and say nothing: there is one record.
/// </summary>
internal static class InfluxApi
{
    /// <summary>Where clients ask whether anybody is there.</summary>
    public const string Ping = "/ping";

    private const string Version1 = "/write";
    private const string Version2 = "/api/v2/write";
    private const string Query = "/query";
    private const int LongestQuery = 4096;

    public static void MapInflux(this IEndpointRouteBuilder routes)
    {
        var ping = routes.MapMethods(Ping, ["GET", "HEAD"], Pong).WithTags("Intake").WithSummary("Somebody is there.");
        ping.Produces(204);
        var group = routes.MapGroup("").WithTags("Intake").RequireFeedKey((http, why) =>
            InfluxAnswer.Error(http, StatusCodes.Status401Unauthorized, why, line: null));
        group.MapPost(Version1, TakeAsync).WithSummary("InfluxDB line protocol, as version 1's clients send it.");
        group.MapPost(Version2, TakeAsync).WithSummary("InfluxDB line protocol, as version 2's clients send it.");
        group.MapPost(Query, (Delegate)CreateDatabaseAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(HttpContext http, IntakeDoor door)
    {
        var word = http.Request.Query["precision"].ToString();
        if (!LinePrecisions.TryParse(word, out var precision))
        {
            return InfluxAnswer.Error(http, StatusCodes.Status400BadRequest, "invalid precision: use ns, us, ms, s, m or h", line: null);
        }

        var outcome = await door.TakeAsync(
            http, http.FeedKey(), (body, terms) => LineProtocolBody.Read(body, precision, terms), anyAge: false);
        return InfluxAnswer.Of(http, outcome);
    }

    // Telegraf asks for its database when it starts. There is nothing to create, and nothing else to ask here.
    private static async Task<IResult> CreateDatabaseAsync(HttpContext http)
    {
        var query = http.Request.Query["q"].ToString();
        if (query.Length == 0 && http.Request.HasFormContentType && http.Request.ContentLength <= LongestQuery)
        {
            query = (await http.Request.ReadFormAsync(http.RequestAborted))["q"].ToString();
        }

        return query.TrimStart().StartsWith("CREATE DATABASE", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Json(new { results = new[] { new { statement_id = 0 } } })
            : InfluxAnswer.Error(http, StatusCodes.Status400BadRequest,
                "this program takes line protocol, and answers no queries: read from /api/v1/series", line: null);
    }

    // Clients look for a version. This is no InfluxDB, and does not say that it were one.
    private static NoContent Pong(HttpContext http)
    {
        http.Response.Headers["X-Influxdb-Build"] = "SystemFlow";
        http.Response.Headers["X-Influxdb-Version"] = "SystemFlow";
        return TypedResults.NoContent();
    }
}
