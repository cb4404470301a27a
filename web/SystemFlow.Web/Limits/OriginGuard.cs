using Microsoft.Extensions.Options;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Limits;

/// <summary>
/// Refuses a live connection that a page of another site opens: a browser sends the visitor's cookie along with a WebSocket whichever site
/// asks for it (cross-site WebSocket hijacking). Programs name no origin, and then may bring no cookie.
/// </summary>
internal sealed class OriginGuard(IOptions<NoticeOptions> notices, AuditLog audit)
{
    /// <summary>Lets the request on, or answers 403.</summary>
    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (!LiveConnections.IsOne(http.Request.Path) || IsOurs(http.Request))
        {
            await next(http);
            return;
        }

        audit.Note(http.AuditEntry(AuditKind.Refusal, http.Request.Path, "A live connection from a page of another site was refused."));
        await TypedResults.Problem(
            "A live connection is opened by a page of this system, or by a program that sends no cookie.",
            statusCode: StatusCodes.Status403Forbidden, title: "Not from here").ExecuteAsync(http);
    }

    private bool IsOurs(HttpRequest request)
    {
        var given = request.Headers.Origin;
        if (given.Count == 0) return request.Headers.Cookie.Count == 0 || IsPlainGet(request);
        if (given.Count != 1 || !Uri.TryCreate(given[0], UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https")) return false;
        return IsHost(origin, request.Host) || (notices.Value.PublicUrl is { } known && Uri.TryCreate(known.ToString(), UriKind.Absolute, out var ours) && IsSame(origin, ours));
    }

    // A browser's own long poll names no origin, and another site cannot read what one answers.
    private static bool IsPlainGet(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.Count == 0 && request.Headers.Connection.ToString() is var connection
        && !connection.Contains("upgrade", StringComparison.OrdinalIgnoreCase);

    // The scheme is not compared: where a proxy ends TLS it is another one here.
    private static bool IsHost(Uri origin, HostString host) =>
        string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase) && (host.Port ?? DefaultPortOf(origin)) == origin.Port;

    private static bool IsSame(Uri origin, Uri ours) =>
        string.Equals(origin.Host, ours.Host, StringComparison.OrdinalIgnoreCase) && origin.Port == ours.Port && origin.Scheme == ours.Scheme;

    private static int DefaultPortOf(Uri origin) => origin.Scheme == "https" ? 443 : 80;
}
