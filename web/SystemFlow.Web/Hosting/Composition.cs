using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Operations.Adt;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Storage;
using SystemFlow.Series;
using SystemFlow.Web.Api;
using SystemFlow.Web.Health;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Hosting;

/// <summary>What the program is made of, part by part.</summary>
internal static class Composition
{
    private const string DefaultAddress = "http://localhost:5080";

    public static void AddSettings(this WebApplicationBuilder builder)
    {
        // One line a request is noise; a failing one still speaks.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.PostConfigure<LoggerFilterOptions>(LogGuard.Apply);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null) builder.WebHost.UseUrls(DefaultAddress);
        Bind<DataOptions>(DataOptions.Section);
        Bind<SimulatorOptions>(SimulatorOptions.Section);
        Bind<ReplayOptions>(ReplayOptions.Section);
        Bind<AccessOptions>(AccessOptions.Section);
        builder.Services.AddSingleton(builder.Configuration.Footprint());
        builder.Services.AddSingleton(MetricDictionary.Standard);

        void Bind<T>(string section) where T : class =>
            builder.Services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
    }

    public static void AddRecord(this WebApplicationBuilder builder)
    {
        var data = builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        builder.Services.PostConfigure<SeriesOptions>(series =>
        {
            if (series.Path.Length == 0) series.Path = Path.Combine(data.Directory, "series.db");
            series.Influx.IsShared |= builder.Configuration[OperationsOptions.ConnectionKey] is { Length: > 0 };
        });
        builder.Services.AddSingleton<IThinningTurn, ThinningDuty>();
        builder.Services.AddSeries();
        builder.Services.PostConfigure<IntakeRecordOptions>(intake =>
        {
            if (intake.Path.Length == 0) intake.Path = Path.Combine(data.Directory, "intake.db");
        });
        builder.Services.AddIntakeRecord();
        builder.Services.AddSingleton(services =>
        {
            var keys = new FeedKeys(services.GetRequiredService<OperationsStorage>(), Path.Combine(data.Directory, "operations.db"), TimeProvider.System);
            FirstKey.Ensure(keys, builder.Configuration["SYSTEMFLOW_FEED_KEY"], Console.Out);
            return keys;
        });
    }

    public static void AddLiveView(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveView>();
        builder.Services.AddSingleton<PastTurns>();
        builder.Services.AddSingleton<PastView>();
        builder.Services.AddSingleton<RunMode>();
        builder.Services.AddSingleton<HubFollowers>();
        builder.Services.AddSignalR().AddJsonProtocol(json => Json.Apply(json.PayloadSerializerOptions));
        builder.Services.AddHostedService<LiveFollowing>();
    }

    public static void AddFeeds(this WebApplicationBuilder builder)
    {
        builder.Services.AddFeedOptions();
        builder.Services.AddSingleton<GrainDelivery>();
        builder.Services.AddHostedService(services => services.GetRequiredService<GrainDelivery>());
        builder.Services.AddSingleton<RecordWatch>();
        builder.Services.AddSingleton<IntakeDesk>();
        builder.Services.AddSingleton<IntakeGate>();
        builder.Services.AddSingleton(services => new AdtTally(
            services.GetRequiredService<OperationsStorage>(), Path.Combine(services.GetRequiredService<IOptions<DataOptions>>().Value.Directory, "operations.db")));
        builder.Services.AddSingleton<AdtDesk>();
        builder.Services.AddSingleton<IntakeDoor>();
        builder.Services.AddQuarantineDesk();
        builder.Services.AddHostedService<FeedWatch>();
        builder.Services.AddHostedService<KeyUseWriter>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        var simulator = builder.Configuration.GetSection(SimulatorOptions.Section).Get<SimulatorOptions>() ?? new();
        if (simulator.Enabled) builder.Services.AddHostedService<SimulatorFeed>();
    }

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.AddRequestDecompression();
        builder.Services.ConfigureHttpJsonOptions(json => Json.Apply(json.SerializerOptions));
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var feeds = context.Configuration.GetSection(FeedOptions.Section).Get<FeedOptions>() ?? new FeedOptions();
            kestrel.Limits.MaxRequestBodySize = feeds.MaxBodyBytes;
            kestrel.AddServerHeader = false;
        });
    }
}
