using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Grains;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>A node's outbox and notifier, over a PostgreSQL that it shares with others of its kind.</summary>
internal sealed class SendingNode : IAsyncDisposable, IRuleBook
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-node-");
    private readonly WebApplication _app;

    private SendingNode(string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Operations:ConnectionString"] = database,
            ["Data:Directory"] = _folder.FullName,
            ["Notices:WebhookSecret"] = NoticeHost.Secret,
            ["Events:Path"] = Path.Combine(_folder.FullName, "events.db"),
        });
        builder.Services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
        builder.Services.AddSingleton(MetricDictionary.Standard);
        builder.Services.AddSingleton<IRuleBook>(this);
        builder.Services.AddSingleton(Stand.In<IGrainFactory>(_ => Stand.In<IHospitalGrain>(_ => Task.FromResult(new CommandOutcome(null, null)))));
        builder.AddNodes();
        builder.AddEventLog();
        builder.Services.AddSingleton<ActionLog>();
        builder.AddNotices();
        _app = builder.Build();
    }

    public LogLines Log { get; } = new();

    public IOutbox Outbox => _app.Services.GetRequiredService<IOutbox>();

    public Duties Duties => _app.Services.GetRequiredService<Duties>();

    public NodeId Id => _app.Services.GetRequiredService<NodeId>();

    public RuleBook Current => new(PressureRules.Standard, AlertRuleSet.None, new Rota([], [], []), 1);

    public static async Task<SendingNode> StartAsync(string database)
    {
        var node = new SendingNode(database);
        await node._app.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>As systemd ends it: what is under way comes to its end.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
