using Microsoft.Extensions.Options;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Editions;

/// <summary>What editions stand on.</summary>
internal static class EditionsHosting
{
    /// <summary>Adds their settings, the clock that makes them, the desk, the printer and their mails. Needs the event log and the past.</summary>
    public static void AddEditions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EditionOptions>().BindConfiguration(EditionOptions.Section).ValidateOnStart();
        services.AddOptions<PrintOptions>().BindConfiguration(PrintOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PrintOptions>().PostConfigure<IOptions<DataOptions>>((print, data) =>
        {
            if (print.Folder.Length == 0) print.Folder = Path.Combine(data.Value.Directory, "prints");
        });
        services.AddEditionParts();
        services.AddHostedService(provider => provider.GetRequiredService<EditionClock>());
    }

    /// <summary>What makes, shows and sends editions, without the clock running.</summary>
    internal static IServiceCollection AddEditionParts(this IServiceCollection services) => services
        .AddSingleton<DashboardComposer>()
        .AddSingleton<PackComposer>()
        .AddSingleton<EditionMaker>()
        .AddSingleton<EditionClock>()
        .AddSingleton<EditionDesk>()
        .AddSingleton<EditionSheets>()
        .AddSingleton<Printer>()
        .AddSingleton<EditionPrints>()
        .AddSingleton<IMailParts, EditionMailParts>();
}
