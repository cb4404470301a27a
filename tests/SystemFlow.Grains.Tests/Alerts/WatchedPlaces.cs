using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;

namespace SystemFlow.Grains.Tests.Alerts;

/// <summary>
/// Places whose alerts a test watches, from 9am on a Monday. At Lister "day" is told first and "manager" after 15 minutes,
/// and "feeds" of silence; everywhere else "system" is told.
/// </summary>
internal sealed class WatchedPlaces : IAsyncDisposable
{
    public static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-alerts-");
    private ImmutableArray<Place> _places;
    private GrainHost? _host;

    private WatchedPlaces(params AlertRule[] rules)
    {
        Rules.Edit(rules, RotaOf("day", "manager", "feeds", "system"));
        Watch("RWH01");
    }

    /// <summary>100 in A&amp;E for 5 minutes raises; below 80 for 5 minutes clears; no cool-down.</summary>
    public static AlertRule Crowded { get; } = new(
        "crowded", "A&E crowded", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, InDepartment, Raise: 100, Clear: 80)], "Open the escalation area.")
    {
        Hold = TimeSpan.FromMinutes(5),
        ClearHold = TimeSpan.FromMinutes(5),
        Cooldown = TimeSpan.Zero,
    };

    public ManualTime Time { get; } = new(A.Monday9am);

    public RulesInForce Rules { get; } = new();

    public IEventLog Events => _host!.Events;

    public IHospitalGrain Lister => _host!.Grains.GetGrain<IHospitalGrain>("RWH01");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<WatchedPlaces> StartAsync(params AlertRule[] rules)
    {
        var places = new WatchedPlaces(rules);
        await places.StartAsync(places.Time);
        return places;
    }

    /// <summary>Starts on another clock, over readings that were kept before.</summary>
    public static async Task<WatchedPlaces> StartAsync(Func<ManualTime, TimeProvider> clock, AlertRule rule, params Reading[] past)
    {
        var places = new WatchedPlaces(rule);
        await places.StartAsync(clock(places.Time), isExercise: false, past);
        return places;
    }

    /// <summary>Stops, and starts again on what is on disk.</summary>
    public async Task RestartAsync(bool isExercise = false)
    {
        await _host!.DisposeAsync();
        await StartAsync(Time, isExercise);
    }

    /// <summary>Waits at these places too, each after those under it.</summary>
    public void Watch(params string[] codes) =>
        _places = [.. codes.Select(code => Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse(code)))];

    /// <summary>Lister has so many patients in A&amp;E, and says so once an hour.</summary>
    public Task HearAsync(double patients) => HearAsync(A.Reading with
    {
        Metric = InDepartment,
        Value = patients,
        PeriodEnd = Time.GetUtcNow(),
        Cadence = TimeSpan.FromHours(1),
    });

    public async Task HearAsync(params Reading[] readings)
    {
        await _host!.Store.AppendAsync(readings, Cancelled);
        await Lister.AcceptAsync([.. readings]);
        await SettleAsync();
    }

    /// <summary>Lets time pass, ten seconds by ten seconds.</summary>
    public async Task LiveAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Tick)
        {
            Time.Advance(left < Tick ? left : Tick);
            await SettleAsync();
        }
    }

    public Task LiveAsync(double minutes) => LiveAsync(TimeSpan.FromMinutes(minutes));

    public AlertState? Find(AlertRule rule, string place = "RWH01") =>
        Events.Current.FirstOrDefault(alert => alert.Rule == rule.Code && alert.Place == PlaceCode.Parse(place));

    /// <summary>Who was told of what, in order: "crowded day".</summary>
    public async Task<string[]> ToldAsync() => [.. (await MessagesAsync()).Select(message => $"{message.Rule} {message.Lead}")];

    public async Task<ImmutableArray<OutboxMessage>> MessagesAsync() =>
        [.. (await _host!.Outbox.ReadAsync(null, null, 1_000, Cancelled)).Select(delivery => delivery.Message).Reverse()];

    public async Task<AlertEventKind[]> HistoryAsync(string episode) =>
        [.. (await Events.HistoryAsync(episode, Cancelled)).Select(line => line.Kind)];

    public Task<CommandOutcome> AcknowledgeAsync(string by = "Sam, site lead") => Lister.CommandAsync(
        new AlertCommand(Crowded.Code, Find(Crowded)!.Episode, AlertCommandKind.Acknowledge, by));

    /// <summary>From now on the disk takes no rows of a table, until it is mended.</summary>
    public Task BreakAsync(string table) =>
        DoAsync($"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'The disk is full'); END");

    public Task MendAsync() => DoAsync("DROP TRIGGER broken");

    /// <summary>Another program holds the event log until what is answered is disposed.</summary>
    public async Task<SqliteConnection> HoldAsync()
    {
        var database = new SqliteConnection($"Data Source={_folder.FullName}/events.db;Pooling=False");
        await database.OpenAsync(Cancelled);
        await using var begin = database.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Cancelled);
        return database;
    }

    /// <summary>Waits until what was heard has been looked at: a command takes its turn after it.</summary>
    public async Task SettleAsync()
    {
        foreach (var place in _places)
        {
            var grain = _host!.Grains.GetPlace(place);
            await grain.GetAsync();
            await grain.CommandAsync(new AlertCommand("none", "none", AlertCommandKind.Acknowledge, "test"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(TimeProvider clock, bool isExercise = false, params Reading[] past)
    {
        _host = await GrainHost.StartAsync(clock, Rules, _folder.FullName, isExercise);
        if (past.Length > 0) await _host.Store.AppendAsync(past, Cancelled);
        await SettleAsync();
    }

    private async Task DoAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={_folder.FullName}/events.db;Pooling=False");
        await database.OpenAsync(Cancelled);
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static Rota RotaOf(params string[] leads) => new(
        [.. leads.Select(lead => new Lead(lead, lead, A.Lister))],
        [.. leads.Select(lead => new Role(lead, lead, A.Lister, [new Duty(lead, [], TimeOnly.MinValue, TimeOnly.MinValue)]))],
        [
            new Ladder(A.Lister, AlertOwner.Lead, [new Rung("day", TimeSpan.Zero), new Rung("manager", TimeSpan.FromMinutes(15))]),
            new Ladder(A.Lister, AlertOwner.FeedOwner, [new Rung("feeds", TimeSpan.Zero)]),
            new Ladder(Footprint.HertfordshireWestEssex.Root.Code, AlertOwner.Lead, [new Rung("system", TimeSpan.Zero)]),
        ]);
}
