using Microsoft.AspNetCore.Authentication.Cookies;

namespace SystemFlow.Web.SignIn;

/// <summary>
/// Names a cookie <c>__Host-…</c> where the request came by https: a browser then takes it only from this very host by https, so that no
/// neighbour under the same domain can put one of its own in its place.
/// </summary>
internal sealed class HostPrefixCookies : ICookieManager
{
    private const string Prefix = "__Host-";
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;
}
