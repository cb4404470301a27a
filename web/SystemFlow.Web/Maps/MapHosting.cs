using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Maps;

/// <summary>Registers what the map stands on.</summary>
internal static class MapHosting
{
    /// <summary>Adds the districts, checked when the host starts.</summary>
    public static IHostApplicationBuilder AddMap(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<MapOptions>, DistrictsFile>();
        builder.Services.AddOptions<MapOptions>().BindConfiguration(MapOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton(services => DistrictsFile.Read(services.GetRequiredService<IOptions<MapOptions>>().Value));
        return builder;
    }
}
