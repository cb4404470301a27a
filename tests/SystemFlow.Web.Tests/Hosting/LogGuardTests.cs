using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class LogGuardTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("System.Net.Http.HttpClient.Webhooks.LogicalHandler", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Warning, true)]
    [InlineData("SystemFlow.Web.Notices.Notifier", LogLevel.Trace, true)]
    public void Framework_BelowAWarning_IsSilent_WhateverTheSettingsSay(string category, LogLevel level, bool isLogged)
    {
        using var lines = new LogLines();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(lines)
            .SetMinimumLevel(LogLevel.Trace).AddFilter<LogLines>("Microsoft.AspNetCore.Routing.Matching", LogLevel.Trace)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Trace).AddFilter("System.Net.Http.HttpClient.Webhooks", LogLevel.Trace));
        services.PostConfigure<LoggerFilterOptions>(LogGuard.Apply);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(level, default, "GET /acknowledge/a-token", null, static (text, _) => text);

        Assert.Equal(isLogged ? 1 : 0, lines.All.Count);
    }
}
