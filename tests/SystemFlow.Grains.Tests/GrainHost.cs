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

/// <summary>
/// The grains over a store of their own, on the engine that the build chose: one host on our own engine, two nodes on Orleans, so that
/// places and those that they tell stand on different nodes.
/// </summary>
public sealed class GrainHost : IAsyncDisposable
{
    private readonly DirectoryInfo? _ownFolder;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly IRuleBook _rules;
    private readonly bool _isExercise;
    private readonly List<IHost> _nodes = [];

    private GrainHost(TimeProvider time, IRuleBook rules, string? folder, bool isExercise)
    {
        if (folder is null) _ownFolder = Directory.CreateTempSubdirectory("systemflow-grains-");
        (_folder, _time, _rules, _isExercise) = (folder ?? _ownFolder!.FullName, time, rules, isExercise);
    }

    public IGrainFactory Grains => First.GetRequiredService<IGrainFactory>();

    public ISeriesStore Store => First.GetRequiredService<ISeriesStore>();

    public IEventLog Events => First.GetRequiredService<IEventLog>();

    public IOutbox Outbox => First.GetRequiredService<IOutbox>();

    private IServiceProvider First => _nodes[0].Services;

    /// <summary>Starts them on a clock that the test moves; without one, on the real clock.</summary>
    /// <param name="folder">What an earlier host left; without it, nothing has ever been heard.</param>
    public static async Task<GrainHost> StartAsync(
        TimeProvider? time = null, IRuleBook? rules = null, string? folder = null, bool isExercise = false)
    {
        var host = new GrainHost(time ?? TimeProvider.System, rules ?? new RulesInForce(), folder, isExercise);
        foreach (var settings in NodesOfEngine.Settings())
        {
            var node = host.NodeOf(settings);
            host._nodes.Add(node);
            await node.StartAsync(TestContext.Current.CancellationToken);
        }

        await NodesOfEngine.MeetAsync(host._nodes);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
        {
            await node.StopAsync();
            if (node is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }

        _ownFolder?.Delete(recursive: true);
    }

    private IHost NodeOf(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(
            [.. settings, $"--Series:Path={_folder}/series.db", $"--Events:Path={_folder}/events.db"]);
        builder.Services.AddSingleton(_time);
        builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
        builder.Services.AddSingleton(MetricDictionary.Standard);
        builder.Services.AddSingleton(_rules);
        builder.Services.AddSingleton<IRunKind>(new RunKind(_isExercise));
        if (_nodes.Count == 0)
        {
            builder.Services.AddSeries();
            builder.AddEventLog();
        }
        else
        {
            // The record is every node's.
            builder.Services.AddSingleton(Store).AddSingleton(Events).AddSingleton(Outbox);
        }

        builder.AddGrains();
        return builder.Build();
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
