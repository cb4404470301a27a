using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;

namespace SystemFlow.Web.Calls;

/// <summary>Escalation calls: packs, what happens on them, and who is on their pages.</summary>
internal static class CallsHosting
{
    /// <summary>Adds what calls stand on, and the clock that freezes their packs.</summary>
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CallOptions>().BindConfiguration(CallOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddCallParts();
        builder.Services.AddHostedService(services => services.GetRequiredService<CallClock>());
    }

    /// <summary>All but the clock's running.</summary>
    internal static IServiceCollection AddCallParts(this IServiceCollection services) => services
        .AddSingleton<CallLog>().AddSingleton<PackRules>().AddSingleton<CallActions>().AddSingleton<CallMaker>().AddSingleton<CallRemake>()
        .AddSingleton<CallView>().AddSingleton<CallDesk>().AddSingleton<CallPresence>().AddSingleton<Components.Pages.Calls.CallWatch>().AddSingleton<CallClock>();
}
