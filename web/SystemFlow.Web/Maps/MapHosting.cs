using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Maps;

/// <summary>Registers what the map stands on.</summary>
internal static class MapHosting
{
    /// <summary>Adds the districts, checked when the host starts.</summary>
    public static IHostApplicationBuilder AddMap(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DistrictsFile>();
        builder.Services.AddSingleton<IValidateOptions<MapOptions>>(services => services.GetRequiredService<DistrictsFile>());
        builder.Services.AddOptions<MapOptions>().BindConfiguration(MapOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<DistrictsFile>().Of(services.GetRequiredService<IOptions<MapOptions>>().Value));
        return builder;
    }
}
