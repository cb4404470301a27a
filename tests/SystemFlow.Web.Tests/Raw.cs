using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;

namespace SystemFlow.Web.Tests;

/// <summary>Requests as an attacker makes them: from any address, with any header, to a path as it stands.</summary>
internal static class Raw
{
    /// <summary>Sends one, and gives what came back with its body.</summary>
    public static async Task<(HttpResponse Response, string Text)> RawAsync(
        this WebApplicationFactory<Program> app, string method, string path, Action<HttpContext>? also = null, string from = "198.51.100.7")
    {
        var http = await app.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(from);
            request.Request.Method = method;
            request.Request.Scheme = "http";
            request.Request.Host = new HostString("localhost");
            var query = path.IndexOf('?', StringComparison.Ordinal);
            request.Request.Path = Uri.UnescapeDataString(query < 0 ? path : path[..query]);
            if (query >= 0) request.Request.QueryString = new QueryString(path[query..]);
            also?.Invoke(request);
        }, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(http.Response.Body, Encoding.UTF8);
        return (http.Response, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
