namespace SystemFlow.Web.Backtests;

/// <summary>What the back-test page stands on.</summary>
internal static class BacktestHosting
{
    public static void AddBacktests(this WebApplicationBuilder builder) => builder.Services.AddSingleton<BacktestDesk>();
}
