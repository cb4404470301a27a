using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Plans;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Entry;
using SystemFlow.Web.FeedKit;
using SystemFlow.Web.Health;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components;

/// <summary>What the pages stand on, and what a person sees when there is none.</summary>
internal static class ScreensHosting
{
    // Less than half of what the browser waits for (connection.js), so that a quiet page is not taken for a lost one.
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(5);

    /// <summary>Adds the pages and the lines, changes and bookkeeping that they share.</summary>
    public static IHostApplicationBuilder AddScreens(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<RunMode>();
        services.AddSingleton<FeedBoard>();
        services.AddSingleton<Trends>();
        services.AddSingleton<DelayTrends>();
        services.AddSingleton(PlanSet.Standard);
        services.AddSingleton<TrendDesk>();
        services.AddSingleton<LevelLog>();
        services.AddHostedService(provider => provider.GetRequiredService<LevelLog>());
        services.AddSingleton<RowMarkups>();
        services.AddSingleton<LivePageParts>();
        services.AddScoped<ViewMoment>();
        services.AddSingleton<DelayRules>();
        services.AddSingleton<FlowRules>();
        services.AddSingleton<SystemPageParts>();
        services.AddSingleton<PlacePageParts>();
        services.AddSingleton<KeyDesk>();
        services.AddSingleton<EntryDesk>();
        services.AddSingleton<FileCheck>();
        services.AddScoped<FeedExamples>();
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.KeepAliveInterval = KeepAliveEvery);
        return builder;
    }

    /// <summary>Gives a browser a page where an answer has no body of its own; programs get what they always got.</summary>
    public static WebApplication UseScreens(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((http, next) =>
        {
            var wantsPage = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
            if (!wantsPage && http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(http);
        });
        app.UseMomentForm();
        return app;
    }
}
