using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Series.Embedded;
using SystemFlow.Series.Influx;

namespace SystemFlow.Series;

/// <summary>Adds the series store to a host.</summary>
public static class SeriesHosting
{
    /// <summary>
    /// Adds <see cref="ISeriesStore"/>: the one that <see cref="SeriesOptions.Kind"/> names. It is opened when the host starts, or when
    /// first asked for. A file that cannot be used ends the start, and so does an InfluxDB that refuses the sign-in or has no database;
    /// one that is away does not. What is old is thinned out by the host's <see cref="TimeProvider"/>, the system's where it has none
    /// (<see cref="RetentionOptions"/>).
    /// </summary>
    public static IServiceCollection AddSeries(this IServiceCollection services)
    {
        services.AddOptions<SeriesOptions>()
            .BindConfiguration(SeriesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SeriesOptions>, InfluxSettings>();
        services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IThinningTurn, AlwaysMyTurn>();
        services.AddSingleton(Open);
        return services.AddHostedService<Opening>().AddHostedService<RetentionService>();
    }

    private static ISeriesStore Open(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SeriesOptions>>().Value;
        return options.Kind == SeriesKind.Influx
            ? InfluxSeriesStore.Open(
                options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<InfluxSeriesStore>>())
            : SqliteSeriesStore.Open(options, provider.GetRequiredService<ILogger<SqliteSeriesStore>>());
    }

    /// <summary>Asks for the store, so that what cannot be used is found at once.</summary>
    private sealed class Opening(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            provider.GetRequiredService<ISeriesStore>() is InfluxSeriesStore influx ? influx.CheckAsync(cancellationToken) : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class InfluxSettings : IValidateOptions<SeriesOptions>
    {
        public ValidateOptionsResult Validate(string? name, SeriesOptions options)
        {
            List<string> problems = options.Kind == SeriesKind.Influx ? [.. options.Influx.Problems()] : [];
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
