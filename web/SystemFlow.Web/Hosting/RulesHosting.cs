using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Rules;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Web.Hosting;

/// <summary>The rules in force.</summary>
internal static class RulesHosting
{
    /// <summary>Adds the rule book. When rules change is a person's doing, so it is told by the real clock, in a replay too.</summary>
    public static void AddRules(this WebApplicationBuilder builder)
    {
        builder.Services.AddOperationsStorage();
        builder.Services.AddSingleton(services => new RuleDocuments(
            services.GetRequiredService<OperationsStorage>(), Path.Combine(services.GetRequiredService<IOptions<DataOptions>>().Value.Directory, "operations.db"),
            services.GetRequiredService<MetricDictionary>(), services.GetRequiredService<Footprint>(), TimeProvider.System,
            services.GetRequiredService<ILogger<RuleDocuments>>()));
        builder.Services.AddSingleton<IRuleBook>(services => services.GetRequiredService<RuleDocuments>());
    }
}
