using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Hosting;

/// <summary>Which places there are. Section <c>Places</c>.</summary>
public sealed class PlacesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Places";

    /// <summary>
    /// Another footprint file. It keeps the codes that the rules, the rota and the plans that ship speak of, <c>hwe</c> for the whole among
    /// them. Default none: Hertfordshire and west Essex.
    /// </summary>
    public string? File { get; init; }
}

/// <summary>The places of the program.</summary>
internal static class PlacesHosting
{
    /// <summary>By the settings.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be read, or is no footprint.</exception>
    public static Footprint Footprint(this IConfiguration settings)
    {
        if (settings.GetSection(PlacesOptions.Section).Get<PlacesOptions>()?.File is not { Length: > 0 } file) return Domain.Places.Footprint.HertfordshireWestEssex;
        try
        {
            return Domain.Places.Footprint.Parse(File.ReadAllText(file));
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(PlacesOptions.Section, typeof(PlacesOptions), [$"Places:File: '{file}' cannot be used. {error.Message}"]);
        }
    }
}
