using Microsoft.Extensions.DependencyInjection;

namespace SystemFlow.Feeds;

/// <summary>Registers what the feeds need.</summary>
public static class FeedHosting
{
    /// <summary>Adds <see cref="FeedOptions"/>, checked when the host starts.</summary>
    public static IServiceCollection AddFeedOptions(this IServiceCollection services)
    {
        services.AddOptions<FeedOptions>()
            .BindConfiguration(FeedOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
