using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
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
        group.MapGet("/{token}", (string token, AcknowledgeDesk desk, HttpResponse response) => PageAsync(desk.Show(token), response));
        // The token is what a forged form could not have, so it needs no other.
        group.MapPost("/{token}", async (string token, AcknowledgeDesk desk, HttpResponse response) =>
            await PageAsync(await desk.AcknowledgeAsync(token), response));
    }

    // Rendered by hand: the framework's own result takes any POST for a form of its own.
    private static async Task<ContentHttpResult> PageAsync(AcknowledgeView view, HttpResponse response)
    {
        response.Headers[HeaderNames.CacheControl] = "no-store";
        var services = response.HttpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(AcknowledgePage.View)] = view });
        var page = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<AcknowledgePage>(parameters)).ToHtmlString());
        return TypedResults.Text(page, MediaTypeNames.Text.Html, Encoding.UTF8, view.Status);
    }
}
