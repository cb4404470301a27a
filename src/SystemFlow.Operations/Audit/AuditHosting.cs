using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Audit;

/// <summary>Registers the audit.</summary>
public static class AuditHosting
{
    /// <summary>One for the program, in real time, also during a replay. Settings are in section <c>Audit</c>.</summary>
    /// <param name="folder">Where it is unless the settings say otherwise.</param>
    public static IServiceCollection AddAuditLog(this IServiceCollection services, string folder)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.PostConfigure<AuditOptions>(audit =>
        {
            if (audit.Path.Length == 0) audit.Path = Path.Combine(folder, "audit.db");
            if (audit.KeyFile.Length == 0) audit.KeyFile = Path.Combine(folder, "audit-key");
        });
        services.AddOperationsStorage();
        return services.AddSingleton(provider => new AuditLog(
            provider.GetRequiredService<OperationsStorage>(), provider.GetRequiredService<IOptions<AuditOptions>>().Value, TimeProvider.System, provider.GetRequiredService<ILogger<AuditLog>>()));
    }
}
