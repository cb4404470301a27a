using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Grains.Hosting;
using SystemFlow.Operations.Events;
using SystemFlow.Series;
using SystemFlow.Testing;

namespace SystemFlow.Grains.Tests;

/// <summary>The grains over a store of their own, on the engine that the build chose.</summary>
public sealed class GrainHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-grains-").FullName;
    private readonly IHost _host;

    private GrainHost(TimeProvider time)
    {
        var builder = Host.CreateApplicationBuilder([
            "--Grains:SiloPort=11211", "--Grains:GatewayPort=30100", $"--Series:Path={_folder}/series.db",
            $"--Events:Path={_folder}/events.db"]);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
        builder.Services.AddSingleton(MetricDictionary.Standard);
        builder.Services.AddSingleton<IRuleBook>(new FixedRules());
        builder.Services.AddSeries();
        builder.AddEventLog();
        builder.AddGrains();
        _host = builder.Build();
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public ISeriesStore Store => _host.Services.GetRequiredService<ISeriesStore>();

    public IEventLog Events => _host.Services.GetRequiredService<IEventLog>();

    /// <summary>Starts them on a clock that the test moves; without one, on the real clock.</summary>
    public static async Task<GrainHost> StartAsync(ManualTime? time = null)
    {
        var host = new GrainHost(time ?? TimeProvider.System);
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FixedRules : IRuleBook
    {
        public RuleBook Current { get; } = new(PressureRules.Standard, AlertRuleSet.None, new Rota([], [], []), 1);
    }
}
