using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Hosting;

/// <summary>The proxies that stand before the program. Section <c>Proxy</c>.</summary>
public sealed class ProxyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses and networks, such as <c>10.0.0.5, 10.1.0.0/16</c>: what they say in <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is
    /// believed, from nobody else. Default none.
    /// </summary>
    public string Trusted { get; init; } = "";
}

/// <summary>Who the visitor is where a proxy stands between.</summary>
internal static class Proxies
{
    /// <summary>Believes the proxies of the settings. The host is never taken from them.</summary>
    /// <exception cref="OptionsValidationException">One is neither an address nor a network.</exception>
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var said = builder.Configuration.GetSection(ProxyOptions.Section).Get<ProxyOptions>() ?? new();
        var trusted = said.Trusted.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            forwarded.ForwardedHeaders = trusted.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // As many as are trusted; the first that is not is the visitor.
            foreach (var one in trusted)
            {
                if (IPAddress.TryParse(one, out var address)) forwarded.KnownProxies.Add(address);
                else forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(one));
            }
        });
        if (trusted.FirstOrDefault(one => !IPAddress.TryParse(one, out _) && !System.Net.IPNetwork.TryParse(one, out _)) is { } wrong)
        {
            throw new OptionsValidationException(ProxyOptions.Section, typeof(ProxyOptions), [$"Proxy:Trusted: '{wrong}' is neither an address nor a network such as 10.1.0.0/16."]);
        }
    }
}
