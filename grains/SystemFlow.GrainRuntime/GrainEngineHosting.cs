using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;

namespace SystemFlow.GrainRuntime;

/// <summary>Adds the engine to a host.</summary>
public static class GrainEngineHosting
{
    /// <summary>
    /// Adds <see cref="IGrainFactory"/>. Grain classes are sought in the assembly of their interface and in
    /// <paramref name="grainAssemblies"/>; the clock is the container's <see cref="TimeProvider"/>. Register hosted
    /// services that call grains after it, so that they stop before it.
    /// </summary>
    public static IServiceCollection AddGrainEngine(
        this IServiceCollection services, params Assembly[] grainAssemblies)
    {
        services.AddOptions<GrainEngineOptions>()
            .BindConfiguration(GrainEngineOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new GrainClasses(provider, grainAssemblies));
        services.AddSingleton<GrainEngineMeters>();
        services.AddSingleton<GrainEngine>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainEngine>());
        return services.AddHostedService(provider => provider.GetRequiredService<GrainEngine>());
    }
}
