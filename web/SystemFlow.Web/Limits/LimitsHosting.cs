using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using SystemFlow.Web.Api;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Limits;

/// <summary>Registers every bound on what may be asked of the program.</summary>
internal static class LimitsHosting
{
    private const int LargestHubMessage = 32 * 1024;
    private const int MostFormFields = 1_000;
    private const int MostUnseenChanges = 10;
    private static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LostPageKept = TimeSpan.FromMinutes(3);
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Adds the bounds; settings are in section <c>Limits</c>.</summary>
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<OriginGuard>();
        services.AddSingleton<HubLimits>();
        services.AddSingleton(provider => new WrongKeys(provider.GetRequiredService<IOptions<LimitOptions>>(), TimeProvider.System));
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RequestLimits>();
        services.AddRateLimiter(_ => { });
        services.Configure<HubOptions>(hub =>
        {
            hub.EnableDetailedErrors = false;
            hub.MaximumReceiveMessageSize = LargestHubMessage; // A larger one ends its own connection alone.
        });
        services.Configure<HubOptions<FlowHub>>(hub => hub.AddFilter<HubLimits>());
        services.AddOptions<CircuitOptions>().Configure<IOptions<LimitOptions>>((circuit, limits) =>
        {
            circuit.DetailedErrors = false;
            circuit.DisconnectedCircuitMaxRetained = limits.Value.LostPagesKept;
            circuit.DisconnectedCircuitRetentionPeriod = LostPageKept;
            circuit.MaxBufferedUnacknowledgedRenderBatches = MostUnseenChanges;
        });
        services.Configure<FormOptions>(form => form.ValueCountLimit = MostFormFields);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = HeadTime;
            kestrel.Limits.MinRequestBodyDataRate = SlowestBody;
        });
    }

    /// <summary>Counts and refuses. After who asks is known, before anything is done for them.</summary>
    public static void UseLimits(this WebApplication app)
    {
        var (origins, pages) = (app.Services.GetRequiredService<OriginGuard>(), app.Services.GetRequiredService<OpenPages>());
        var limits = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        app.UseRateLimiter();
        app.Use(origins.CheckAsync);
        app.Use(pages.CountAsync);
        app.Use((http, next) =>
        {
            if (!http.NeedsFeedKey() && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = limits.FormBytes;
            return next(http);
        });
    }
}
