using SystemFlow.Operations.Audit;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Audit;

/// <summary>Registers the audit, and what looks after it.</summary>
internal static class AuditsHosting
{
    /// <summary>In the data folder, also during a replay.</summary>
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        var data = builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new();
        builder.Services.AddAuditLog(data.Directory);
        builder.Services.AddSingleton<SettingsWatch>();
        builder.Services.AddSingleton<AuditKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AuditKeeper>());
    }
}
