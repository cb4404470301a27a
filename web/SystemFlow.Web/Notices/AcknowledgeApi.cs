using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace SystemFlow.Web.Notices;

/// <summary>Links in messages: looking, and taking on.</summary>
internal static class AcknowledgeApi
{
    /// <summary>Where links begin. Open to whoever holds one.</summary>
    public const string Path = "/acknowledge";

    public static void MapAcknowledge(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).ExcludeFromDescription();
        group.MapGet("/{token}", (string token, AcknowledgeDesk desk, HttpResponse response) => Page(desk.Show(token), response));
        // The token is what a forged form could not have, so it needs no other.
        group.MapPost("/{token}", async (string token, AcknowledgeDesk desk, HttpResponse response) =>
            Page(await desk.AcknowledgeAsync(token), response));
    }

    private static RazorComponentResult<AcknowledgePage> Page(AcknowledgeView view, HttpResponse response)
    {
        response.Headers[HeaderNames.CacheControl] = "no-store";
        return new(new { View = view }) { StatusCode = view.Status };
    }
}
