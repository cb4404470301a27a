using SystemFlow.Series;

namespace SystemFlow.Web.Backups;

/// <summary>One of the stores that the settings describe, opened as the program opens it, whichever of them the settings choose.</summary>
internal sealed class StoreOfKind : IAsyncDisposable
{
    private const string KindSetting = $"{SeriesOptions.Section}:{nameof(SeriesOptions.Kind)}";

    private readonly ServiceProvider _services;

    private StoreOfKind(ServiceProvider services, ISeriesStore store, string words) => (_services, Store, Words) = (services, store, words);

    public ISeriesStore Store { get; }

    /// <summary>What it is and where, such as <c>the file /data/series.db</c>.</summary>
    public string Words { get; }

    /// <exception cref="SeriesException">It cannot be opened now.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong or missing; the message names it.</exception>
    public static async Task<StoreOfKind> OpenAsync(SeriesKind kind, IConfiguration settings, DataFiles data, CancellationToken cancellationToken)
    {
        var its = new ConfigurationBuilder().AddConfiguration(settings).AddInMemoryCollection(
        [
            new(KindSetting, kind.ToString()),
            new($"{SeriesOptions.Section}:{nameof(SeriesOptions.Path)}", data.Record),
            new($"{RetentionOptions.Section}:{nameof(RetentionOptions.Enabled)}", "false"), // What is copied is not thinned out meanwhile.
        ]).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(its)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddSeries()
            .BuildServiceProvider();
        try
        {
            foreach (var part in services.GetServices<IHostedService>()) await part.StartAsync(cancellationToken);
            return new StoreOfKind(services, services.GetRequiredService<ISeriesStore>(), WordsOf(kind, its));
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string WordsOf(SeriesKind kind, IConfiguration settings)
    {
        var series = settings.GetSection(SeriesOptions.Section).Get<SeriesOptions>()!;
        return kind == SeriesKind.Influx ? $"database {series.Influx.Database} of the InfluxDB at {series.Influx.Url}" : $"the file {Path.GetFullPath(series.Path)}";
    }
}
