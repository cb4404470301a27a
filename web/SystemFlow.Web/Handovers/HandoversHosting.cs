using SystemFlow.Operations.Handovers;

namespace SystemFlow.Web.Handovers;

/// <summary>From one shift to the next.</summary>
internal static class HandoversHosting
{
    /// <summary>Adds the desk and what was handed over.</summary>
    public static void AddHandovers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HandoverLog>();
        builder.Services.AddSingleton<HandoverDesk>();
    }
}
