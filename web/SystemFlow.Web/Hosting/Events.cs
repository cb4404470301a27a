using SystemFlow.Operations;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Hosting;

/// <summary>What happened, and what is to be sent.</summary>
internal static class Events
{
    /// <summary>Adds the event log, in the data folder unless a replay or a setting put it elsewhere.</summary>
    public static void AddEvents(this WebApplicationBuilder builder)
    {
        builder.AddEventLog();
        var data = builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new();
        builder.Services.PostConfigure<EventLogOptions>(events =>
        {
            if (events.Path.Length == 0) events.Path = Path.Combine(data.Directory, "events.db");
        });
        var replay = builder.Configuration.GetSection(ReplayOptions.Section).Get<ReplayOptions>() ?? new();
        var simulator = builder.Configuration.GetSection(SimulatorOptions.Section).Get<SimulatorOptions>() ?? new();
        builder.Services.AddSingleton<IRunKind>(new RunKindOfSettings(replay.File is { Length: > 0 } || simulator.Enabled));
    }

    private sealed record RunKindOfSettings(bool IsExercise) : IRunKind;
}
