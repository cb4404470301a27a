using SystemFlow.Operations.Actions;

namespace SystemFlow.Web.Actions;

/// <summary>Joint actions: the log, the desk and whoever chases.</summary>
internal static class ActionHosting
{
    /// <summary>Adds actions. Needs the event log, the rules and what messages leave by.</summary>
    public static void AddActions(this WebApplicationBuilder builder) => builder.Services.AddActions()
        .AddHostedService<ActionChaser>().AddHostedService<CardWatch>();

    /// <summary>What pages and tests stand on, without the service that chases by itself.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services) => services
        .AddSingleton<ActionLog>()
        .AddSingleton<ActionOwners>()
        .AddSingleton<Chasing>()
        .AddSingleton<CardLog>()
        .AddSingleton<OfferedCards>()
        .AddSingleton<ActionDesk>()
        .AddSingleton<CardDesk>();
}
