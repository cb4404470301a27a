using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Api;

/// <summary>Lets a write through only with a feed's key.</summary>
internal static class KeyCheck
{
    private const string Header = "X-Api-Key";
    private static readonly object Item = new();

    /// <summary>Every route of the group needs a key.</summary>
    public static RouteGroupBuilder RequireFeedKey(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var key = http.RequestServices.GetRequiredService<FeedKeys>().Find(http.Request.Headers[Header]);
            if (key is null)
            {
                return TypedResults.Problem(
                    $"Send the feed's key in the header {Header}. A key that was lost cannot be shown again; ask for a new one.",
                    statusCode: StatusCodes.Status401Unauthorized, title: "No valid feed key");
            }

            http.Items[Item] = key;
            return await next(context);
        });
        return group;
    }

    /// <summary>The key that the request came with.</summary>
    public static FeedKey FeedKey(this HttpContext http) => (FeedKey)http.Items[Item]!;
}
