using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Grains;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;
using SystemFlow.Testing;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Notices;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>The notifier with its ways, over an outbox that outlives it. Retries come fast.</summary>
internal sealed class NoticeHost : IAsyncDisposable, IRuleBook
{
    public const string Secret = "a-secret-for-tests-of-webhooks";

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-notices-").FullName;
    private readonly EventLog _events;
    private WebApplication? _app;

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Notices:WebhookSecret"] = Secret,
        ["Notices:FirstRetry"] = "00:00:00.020",
        ["Notices:LongestRetry"] = "00:00:00.200",
    };

    public NoticeHost()
    {
        _events = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(_folder, "events.db") }), TimeProvider.System);
        Outbox = new WatchedOutbox(_events);
    }

    public WatchedOutbox Outbox { get; }

    public ImmutableArray<Lead> Leads { get; set; } = [];

    public ImmutableArray<AlertState> Alerts { get; set; } = [];

    /// <summary>What people's commands did to the alerts.</summary>
    public List<AlertCommand> Commands { get; } = [];

    /// <summary>What the place answers to a command.</summary>
    public Func<AlertCommand, CommandOutcome> Outcome { get; set; } = _ => new(null, null);

    public LogLines Log { get; } = new();

    public string Folder => _folder;

    public IServiceProvider Services => _app!.Services;

    public RuleBook Current => new(PressureRules.Standard, AlertRuleSet.None, new Rota(Leads, [], []), 1);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A message of an alert at the Lister, due now.</summary>
    public static OutboxMessage Message(string id, Channel channel, string address, string lead = "ann") => new(
        $"occupancy-high/RWH01/1/0/{id}/{channel}", "occupancy-high/RWH01/1", lead, channel, address, Severity.Warning,
        "Warning: Bed occupancy high, Lister", "Bed occupancy high at Lister Hospital.\nBed occupancy 97 %.", Now)
    {
        Place = A.Lister,
        Rule = "occupancy-high",
    };

    public async Task<NoticeHost> StartAsync()
    {
        foreach (var alert in Alerts) await _events.RecordAsync(new AlertChange(alert, [], []), TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Settings).AddInMemoryCollection([new("Data:Directory", _folder)]);
        builder.Services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
        builder.Services.AddSingleton<IOutbox>(Outbox);
        builder.Services.AddSingleton<IRuleBook>(this);
        builder.Services.AddSingleton<IEventLog>(_events);
        builder.Services.AddSingleton(new ActionLog(_events, TimeProvider.System));
        builder.Services.AddSingleton(Stand.In<IGrainFactory>(_ => Stand.In<IHospitalGrain>(args => CommandAsync((AlertCommand)args[0]!))));
        builder.AddNodes();
        builder.AddNotices();
        var app = builder.Build();
        app.MapAcknowledge();
        await app.StartAsync(TestContext.Current.CancellationToken);
        _app = app;
        return this;
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Asks for a page; posts to it where the test says so.</summary>
    public async Task<Answer> AskAsync(string path, bool isPost = false)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_app!.Urls.First()) };
        using var response = await http.SendAsync(
            new HttpRequestMessage(isPost ? HttpMethod.Post : HttpMethod.Get, path), TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    public Task AddAsync(params ImmutableArray<OutboxMessage> messages) => Outbox.AddAsync(messages, TestContext.Current.CancellationToken);

    /// <summary>What became of a message, once it is what the test waits for.</summary>
    public async Task<Delivery> BecameAsync(string id, Func<Delivery, bool> condition)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(FlowApp.Patience);
        return await Outbox.BecameAsync(id, condition, stop.Token);
    }

    private Task<CommandOutcome> CommandAsync(AlertCommand command)
    {
        Commands.Add(command);
        return Task.FromResult(Outcome(command));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Stands where a whole event log or engine would, and answers the one thing that it is asked.</summary>
internal class Stand : DispatchProxy
{
    private Func<object?[], object?>? _answer;

    public static T In<T>(Func<object?[], object?> answer) where T : class
    {
        var stand = Create<T, Stand>();
        ((Stand)(object)stand)._answer = answer;
        return stand;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer!(args ?? []);
}
