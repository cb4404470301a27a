namespace SystemFlow.Web.Hosting;

/// <summary>Tells browsers what a page may load and do.</summary>
internal static class SecurityHeaders
{
    /// <summary>The one style element that ApexCharts puts into its pictures, as SHA-256: another version may need another.</summary>
    public const string ChartStyle = "sha256-aSysLrDECVdJ6L+jLf8CC5QKLmwRuk/OZiZk9mYky8A=";

    // Scripts and style sheets come from here alone, and nobody may frame a page. The charts set styles on their elements by attribute.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self'; script-src-attr 'none'; style-src 'self'; style-src-elem 'self' '" + ChartStyle + "'; style-src-attr 'unsafe-inline'; "
        + "img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private const int YearInDays = 365;

    /// <summary>Over TLS a browser is told to come by TLS only, for a year.</summary>
    public static void AddSecurityHeaders(this WebApplicationBuilder builder) =>
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(YearInDays));

    /// <summary>
    /// Adds the headers to every answer. What has no other rule is kept by no cache: pages and reads are of who asked, and old within seconds.
    /// </summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseHsts();
        app.Use((http, next) =>
        {
            http.Response.OnStarting(static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                headers.ContentSecurityPolicy = ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers["Permissions-Policy"] = Permissions;
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }, http);
            return next(http);
        });
    }
}
