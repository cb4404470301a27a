using System.Collections.Immutable;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.HtmlRendering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Orleans;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Feeds;
using SystemFlow.Operations;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Rules;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Entry;
using SystemFlow.Web.FeedKit;
using SystemFlow.Web.Health;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Live;
using SystemFlow.Web.Maps;
using SystemFlow.Web.Notices;
using SystemFlow.Web.Tests.Notices;

namespace SystemFlow.Web.Tests.Components;

/// <summary>Renders components with the real parts around them, on a clock that stands at Monday 9am.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-screen-").FullName;
    private readonly ServiceProvider _services;
    private readonly HtmlRenderer _renderer;

    public Screen()
    {
        _services = new ServiceCollection()
            .AddLogging().AddAuditLog(_folder)
            .AddSingleton(Footprint.HertfordshireWestEssex)
            .AddSingleton(MetricDictionary.Standard)
            .AddSingleton(provider => new RuleDocuments(
                Path.Combine(_folder, "operations.db"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex, Time,
                provider.GetRequiredService<ILogger<RuleDocuments>>()))
            .AddSingleton<IRuleBook>(provider => provider.GetRequiredService<RuleDocuments>())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IDuties, SoleNode>()
            .AddSingleton<Permits>()
            .AddSingleton<ISeriesStore>(Store)
            .AddSingleton<PastTurns>().AddSingleton<PastView>().AddSingleton<ViewMoment>()
            .AddSingleton<LiveView>().AddSingleton<LevelLog>().AddSingleton<Trends>().AddSingleton<DelayTrends>().AddSingleton<RunMode>()
            .AddSingleton(PlanSet.Standard).AddSingleton<TrendDesk>()
            .AddSingleton<IConfiguration>(_ => new ConfigurationBuilder().AddInMemoryCollection(
                [new($"{IntakeRecordOptions.Section}:Path", Path.Combine(_folder, "intake.db"))]).Build())
            .AddIntakeRecord()
            .AddSingleton(_ => new FeedKeys(Path.Combine(_folder, "keys.db"), Time))
            .AddSingleton<FeedBoard>()
            .AddSingleton(Options.Create(new FeedOptions()))
            .AddSingleton(Options.Create(new SeriesOptions())).AddSingleton<IntakeGate>()
            .AddSingleton<RecordWatch>().AddSingleton<GrainDelivery>().AddSingleton<IntakeDesk>().AddQuarantineDesk()
            .AddSingleton<BacktestDesk>()
            .AddSingleton(_ => new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(_folder, "events.db") }), Time))
            .AddSingleton<IEventLog>(provider => provider.GetRequiredService<EventLog>())
            .AddSingleton<IOutbox>(provider => provider.GetRequiredService<EventLog>())
            .AddSingleton<TestNotices>()
            .AddSingleton(Stand.In<IGrainFactory>(_ => throw new NotSupportedException("A screen has no engine.")))
            .AddSingleton<AlertBoard>().AddSingleton<AlertDesk>().AddSingleton<AlertFigures>()
            .AddSingleton<LevelDesk>().AddSingleton<LevelHistory>()
            .AddSingleton<IRunKind>(new RealRun()).AddSingleton(Options.Create(new NoticeOptions())).AddActions()
            .AddSingleton(Options.Create(new CallOptions())).AddCallParts()
            .AddSingleton<KeyDesk>().AddSingleton<FeedExamples>().AddSingleton<FileCheck>().AddSingleton<EntryDesk>()
            .AddSingleton<DelayRules>().AddSingleton<FlowRules>().AddSingleton<RowMarkups>().AddSingleton<LivePageParts>().AddSingleton<SystemPageParts>().AddSingleton<PlacePageParts>()
            .AddSingleton<EditionLog>().AddSingleton(Options.Create(new EditionOptions())).AddSingleton(_ => Options.Create(new PrintOptions { Browser = Browser, Folder = Path.Combine(_folder, "prints") }))
            .AddEditionParts()
            .AddSingleton(_ => Districts)
            .AddSingleton<NavigationManager>(Navigation)
            .AddSupplyValueFromQueryProvider()
            .AddCascadingValue(_ => Task.FromResult(new AuthenticationState(Person)))
            .AddSingleton<IJSRuntime, NoBrowser>()
            .BuildServiceProvider();
        _renderer = new HtmlRenderer(_services, _services.GetRequiredService<ILoggerFactory>());
    }

    /// <summary>The map's borders; none unless a test gives some before it renders.</summary>
    public Districts Districts { get; set; } = new([], null);

    /// <summary>What prints; null for the machine's own browser.</summary>
    public string? Browser { get; init; }

    public ManualTime Time { get; } = new(A.Monday9am);

    public RecordedSeries Store { get; } = new();

    public Address Navigation { get; } = new();

    /// <summary>Every role but that of who only looks, everywhere: what a test's person has unless it is about what they may not.</summary>
    public static ImmutableArray<Grant> EveryGrant { get; } =
        [.. Enum.GetValues<Role>().Where(role => role is not Role.Viewer).Select(role => new Grant(role, Footprint.HertfordshireWestEssex.Root.Code))];

    /// <summary>Somebody signed in.</summary>
    /// <param name="grants">What they may do; null for everything, everywhere.</param>
    public static ClaimsPrincipal SignedIn(string name = "Ann Other", string role = "site lead", ImmutableArray<Grant>? grants = null) =>
        PersonClaims.Of(name, name, role, grants ?? EveryGrant, "session", "test");

    /// <summary>Who looks; nobody signed in unless a test says so.</summary>
    public ClaimsPrincipal Person { get; set; } = new(new ClaimsIdentity());

    public RuleDocuments Rules => _services.GetRequiredService<RuleDocuments>();

    public KeyDesk KeyDesk => _services.GetRequiredService<KeyDesk>();

    /// <summary>A part of the program that no other property names.</summary>
    public T The<T>() where T : notnull => _services.GetRequiredService<T>();

    public IEventLog Events => _services.GetRequiredService<IEventLog>();

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    public AlertDesk Alerts => _services.GetRequiredService<AlertDesk>();

    public ActionDesk Actions => _services.GetRequiredService<ActionDesk>();

    public CardDesk Cards => _services.GetRequiredService<CardDesk>();

    public CardLog CardLog => _services.GetRequiredService<CardLog>();

    /// <summary>The logs of actions and cards as another start would read them.</summary>
    public (ActionLog Actions, CardLog Cards) Reopened()
    {
        var events = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(_folder, "events.db") }), Time);
        return (new ActionLog(events, Time), new CardLog(events));
    }

    public Chasing Chasing => _services.GetRequiredService<Chasing>();

    public Journal Journal => new(_services.GetRequiredService<EventLog>());

    public ActionLog ActionLog => _services.GetRequiredService<ActionLog>();

    public LevelDesk Levels => _services.GetRequiredService<LevelDesk>();

    public PastView PastView => _services.GetRequiredService<PastView>();

    public Trends Trends => _services.GetRequiredService<Trends>();

    public TrendDesk TrendDesk => _services.GetRequiredService<TrendDesk>();

    public LiveView Live => _services.GetRequiredService<LiveView>();

    public FeedLedger Feeds => _services.GetRequiredService<FeedLedger>();

    public EditionLog EditionLog => _services.GetRequiredService<EditionLog>();

    public EditionMaker Editions => _services.GetRequiredService<EditionMaker>();

    public EditionClock EditionClock => _services.GetRequiredService<EditionClock>();

    public EditionDesk EditionDesk => _services.GetRequiredService<EditionDesk>();

    public EditionSheets EditionSheets => _services.GetRequiredService<EditionSheets>();

    public EditionPrints EditionPrints => _services.GetRequiredService<EditionPrints>();

    public Quarantine Quarantine => _services.GetRequiredService<Quarantine>();

    public FeedKeys Keys => _services.GetRequiredService<FeedKeys>();

    /// <summary>From now on the event log takes nothing into a table, as on a disk that is full; it can still be read.</summary>
    public void RefuseEvents(string table)
    {
        _ = Events;
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "events.db")}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"""
            CREATE TRIGGER full_insert BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;
            CREATE TRIGGER full_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>From now on a table of the event log cannot be read.</summary>
    public void LoseEvents(string table)
    {
        _ = ActionLog;
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "events.db")}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"DROP TABLE {table}";
        command.ExecuteNonQuery();
    }

    public async Task<IElement> RenderAsync<T>(params (string Name, object? Value)[] parameters) where T : IComponent
    {
        var html = await _renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
            return (await _renderer.RenderComponentAsync<T>(view)).ToHtmlString();
        });
        return new HtmlParser().ParseDocument(html).Body!;
    }

    /// <summary>Renders a page that stays open, as in a browser: its address can change, and it paints when it wants to.</summary>
    public async Task<OpenPage> OpenAsync<T>(params (string Name, object? Value)[] parameters) where T : IComponent
    {
        var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
        return new OpenPage(_renderer.Dispatcher, Navigation, await _renderer.Dispatcher.InvokeAsync(() => _renderer.BeginRenderingComponent<T>(view)));
    }

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Neither a replay nor the simulator's.</summary>
    private sealed record RealRun : IRunKind
    {
        public bool IsExercise => false;
    }

    /// <summary>A place's state with these values, all of one age.</summary>
    public static PlaceState State(string place, TimeSpan age, params (string Metric, double? Value)[] values)
    {
        var code = PlaceCode.Parse(place);
        var figures = values.ToImmutableDictionary(
            value => MetricKey.Parse(value.Metric),
            value => Figure(place, value.Metric, value.Value, age));
        return new PlaceState(code, 1, A.Monday9am, figures, Pressure.Unknown);
    }

    public static Figure Figure(string place, string metric, double? value, TimeSpan age)
    {
        var key = MetricKey.Parse(metric);
        var reading = A.Reading with
        {
            Place = PlaceCode.Parse(place),
            Metric = key,
            Value = value,
            Absent = value is null ? Absent.Unknown : null,
            PeriodEnd = A.Monday9am - age,
        };
        return new Figure(reading, FreshnessRule.At(reading, MetricDictionary.Standard[key.Metric], A.Monday9am));
    }

    internal sealed class Address : NavigationManager
    {
        public Address()
        {
            Initialize("http://localhost/", "http://localhost/");
            OnNotFound += (_, _) => WasNotFound = true;
        }

        public void Be(string address) => Uri = BaseUri + address;

        public void Go(string address)
        {
            Be(address);
            NotifyLocationChanged(isInterceptedLink: false);
        }

        public bool WasNotFound { get; private set; }
    }

    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
            throw new JSDisconnectedException("There is no browser in this test.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);
    }
}

/// <summary>A page that stays open.</summary>
internal sealed class OpenPage(Dispatcher dispatcher, Screen.Address navigation, HtmlRootComponent root)
{
    /// <summary>Goes to another address of the page, and does not wait for what is read then.</summary>
    public Task GoAsync(string address) => DoAsync(() => navigation.Go(address));

    /// <summary>Does something as the page's circuit does, and does not wait for what follows.</summary>
    public Task DoAsync(Action act) => dispatcher.InvokeAsync(act);

    /// <summary>What is painted.</summary>
    public async Task<IElement> HtmlAsync() => new HtmlParser().ParseDocument(await dispatcher.InvokeAsync(root.ToHtmlString)).Body!;
}
