using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SystemFlow.Grains.Hosting;

/// <summary>
/// Says when places' grains may have begun anew elsewhere, as those of a node that was lost do: they know no watcher, so whoever watches
/// them watches again. On one machine that never happens.
/// </summary>
public sealed class GrainMoves
{
    /// <summary>A node was lost or left, and its grains begin anew on those that are left. Raised on any thread.</summary>
    public event Action? Happened;

    internal void Say() => Happened?.Invoke();
}

/// <summary>Registers what says that grains moved.</summary>
public static class GrainMovesHosting
{
    /// <summary>Adds it, once.</summary>
    public static IServiceCollection AddGrainMoves(this IServiceCollection services)
    {
        services.TryAddSingleton<GrainMoves>();
        return services;
    }
}
