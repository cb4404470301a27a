namespace SystemFlow.Web.Alerts;

/// <summary>What the pages about alerts stand on.</summary>
internal static class AlertsHosting
{
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertBoard>();
        builder.Services.AddSingleton<AlertDesk>();
        builder.Services.AddSingleton<AlertFigures>();
    }
}
