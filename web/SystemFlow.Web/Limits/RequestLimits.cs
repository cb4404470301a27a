using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Api;

namespace SystemFlow.Web.Limits;

/// <summary>
/// How many pages and reads somebody gets a minute: by account, else by feed's key, else by address. Messages of feeds have limits of their
/// own (<c>Feeds:MessagesPerMinute</c>); files of the pages, health and open connections are not counted here.
/// </summary>
internal sealed class RequestLimits(IOptions<LimitOptions> options, FeedKeys keys) : IConfigureOptions<RateLimiterOptions>
{
    private const int BurstsAMinute = 3;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsFree(http)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(WhoAsks(http), _ => Bucket()));
        limiter.OnRejected = async (rejected, _) =>
            await TooManyAsync(rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Refill);
    }

    /// <summary>Says 429 with when to come again: to a browser as a sentence, to a program as a problem.</summary>
    public static async Task TooManyAsync(HttpContext http, TimeSpan after)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var words = $"Too much was asked for from here within a minute. Wait {seconds} {(seconds == 1 ? "second" : "seconds")}, then try again.";
        if (http.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(words, http.RequestAborted);
            return;
        }

        await TypedResults.Problem(words, statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests").ExecuteAsync(http);
    }

    private TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = Math.Max(1, options.Value.RequestsPerMinute / BurstsAMinute),
        TokensPerPeriod = Math.Max(1, options.Value.RequestsPerMinute / 60),
        ReplenishmentPeriod = Refill,
        QueueLimit = 0,
    };

    private string WhoAsks(HttpContext http)
    {
        if (http.User.FindFirst(ClaimTypes.NameIdentifier)?.Value is { } account) return $"account {account}";
        if (keys.FindFor(http.Request) is { } key) return $"feed {key.Feed}";
        return $"address {AddressKey.Of(http.Connection.RemoteIpAddress)}";
    }

    private static bool IsFree(HttpContext http) =>
        http.NeedsFeedKey()
        || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || http.Request.Path.Value is "/healthz" or "/readyz" or InfluxApi.Ping;
}
