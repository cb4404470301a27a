using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Grains.Hosting;
using SystemFlow.Operations;
using SystemFlow.Operations.Events;
using SystemFlow.Series;

namespace SystemFlow.Grains.Tests;

/// <summary>The grains over a store of their own, on the engine that the build chose.</summary>
public sealed class GrainHost : IAsyncDisposable
{
    private readonly DirectoryInfo? _ownFolder;
    private readonly IHost _host;

    private GrainHost(TimeProvider time, IRuleBook rules, string? folder, bool isExercise)
    {
        if (folder is null) _ownFolder = Directory.CreateTempSubdirectory("systemflow-grains-");
        folder ??= _ownFolder!.FullName;
        var builder = Host.CreateApplicationBuilder([
            "--Grains:SiloPort=11211", "--Grains:GatewayPort=30100", $"--Series:Path={folder}/series.db",
            $"--Events:Path={folder}/events.db"]);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
        builder.Services.AddSingleton(MetricDictionary.Standard);
        builder.Services.AddSingleton(rules);
        builder.Services.AddSingleton<IRunKind>(new RunKind(isExercise));
        builder.Services.AddSeries();
        builder.AddEventLog();
        builder.AddGrains();
        _host = builder.Build();
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public ISeriesStore Store => _host.Services.GetRequiredService<ISeriesStore>();

    public IEventLog Events => _host.Services.GetRequiredService<IEventLog>();

    public IOutbox Outbox => _host.Services.GetRequiredService<IOutbox>();

    /// <summary>Starts them on a clock that the test moves; without one, on the real clock.</summary>
    /// <param name="folder">What an earlier host left; without it, nothing has ever been heard.</param>
    public static async Task<GrainHost> StartAsync(
        TimeProvider? time = null, IRuleBook? rules = null, string? folder = null, bool isExercise = false)
    {
        var host = new GrainHost(time ?? TimeProvider.System, rules ?? new RulesInForce(), folder, isExercise);
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        _ownFolder?.Delete(recursive: true);
    }

    private sealed record RunKind(bool IsExercise) : IRunKind;
}

/// <summary>Rules that a test edits.</summary>
public sealed class RulesInForce : IRuleBook
{
    public RuleBook Current { get; private set; } = new(PressureRules.Standard, AlertRuleSet.None, new Rota([], [], []), 1);

    public void Edit(AlertRule[] alerts, Rota? rota = null) => Current = Current with
    {
        Alerts = AlertRuleSet.None with { Rules = [.. alerts] },
        Rota = rota ?? Current.Rota,
        Version = Current.Version + 1,
    };
}
