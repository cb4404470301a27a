using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>Registers the event log.</summary>
public static class EventLogHosting
{
    /// <summary>One log, as what happened and as what waits to be sent. Settings are in section <c>Events</c>.</summary>
    public static void AddEventLog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<EventLogOptions>().BindConfiguration(EventLogOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOperationsStorage();
        builder.Services.AddSingleton<EventLog>();
        builder.Services.AddSingleton<IEventLog>(services => services.GetRequiredService<EventLog>());
        builder.Services.AddSingleton<Journal.Journal>();
        builder.Services.AddSingleton<Editions.EditionLog>();
        builder.Services.AddSingleton<IOutbox>(services => services.GetRequiredService<EventLog>());
    }
}
