using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Limits;

namespace SystemFlow.Web.Api;

/// <summary>Lets a write through only with a feed's key.</summary>
internal static class KeyCheck
{
    private const string Refusal =
        $"Send the feed's key in the header {FeedCredential.Header}. A key that was lost cannot be shown again; ask for a new one.";

    private static readonly object Item = new();

    /// <summary>Every route of the group needs a key.</summary>
    /// <param name="refuse">How it is said that there is none; as a problem unless said otherwise.</param>
    public static RouteGroupBuilder RequireFeedKey(this RouteGroupBuilder group, Func<HttpContext, string, IResult>? refuse = null)
    {
        group.WithMetadata(new NeedsFeedKey());
        group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var key = http.RequestServices.GetRequiredService<FeedKeys>().FindFor(http.Request);
            if (key is null)
            {
                http.RequestServices.GetRequiredService<AuditLog>().Note(http.AuditEntry(AuditKind.Refusal, http.Request.Path, "A feed's message came without a key that works."));
                if (http.RequestServices.GetRequiredService<WrongKeys>().Count(http.Connection.RemoteIpAddress) is not { } wait) return (refuse ?? Refuse)(http, Refusal);
                await RequestLimits.TooManyAsync(http, wait);
                return Results.Empty;
            }

            http.Items[Item] = key;
            return await next(context);
        });
        return group;
    }

    /// <summary>The key that the request came with.</summary>
    public static FeedKey FeedKey(this HttpContext http) => (FeedKey)http.Items[Item]!;

    /// <summary>Whether the request is for a route that looks at the key by itself.</summary>
    public static bool NeedsFeedKey(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeedsFeedKey>() is not null;

    private static ProblemHttpResult Refuse(HttpContext http, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status401Unauthorized, title: "No valid feed key");
}

/// <summary>On a route that lets nothing through without a feed's key.</summary>
internal sealed class NeedsFeedKey;
