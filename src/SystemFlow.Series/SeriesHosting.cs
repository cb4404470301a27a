using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series;

/// <summary>Adds the series store to a host.</summary>
public static class SeriesHosting
{
    /// <summary>
    /// Adds <see cref="ISeriesStore"/>, kept in one file on disk (<see cref="SeriesOptions.Path"/>). It is opened when
    /// the host starts, or when first asked for; a file that cannot be used ends the start. What is old is thinned out by the host's
    /// <see cref="TimeProvider"/>, the system's where it has none (<see cref="RetentionOptions"/>).
    /// </summary>
    public static IServiceCollection AddSeries(this IServiceCollection services)
    {
        services.AddOptions<SeriesOptions>()
            .BindConfiguration(SeriesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISeriesStore>(provider => SqliteSeriesStore.Open(
            provider.GetRequiredService<IOptions<SeriesOptions>>().Value,
            provider.GetRequiredService<ILogger<SqliteSeriesStore>>()));
        return services.AddHostedService<Opening>().AddHostedService<RetentionService>();
    }

    /// <summary>Asks for the store, so that a file that cannot be used is found at once.</summary>
    private sealed class Opening(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            provider.GetRequiredService<ISeriesStore>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
