using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>The event log. What screens ask often is in memory too, once it is on disk, and read again when another node changed it.</summary>
public sealed partial class EventLog : IEventLog, IOutbox
{
    private readonly TimeProvider _time;
    private ImmutableDictionary<(string Rule, PlaceCode Place), AlertState> _alerts = ImmutableDictionary<(string, PlaceCode), AlertState>.Empty;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared = ImmutableDictionary<PlaceCode, DeclaredLevel>.Empty;
    private ImmutableList<PlannedEvent> _planned = [];

    /// <summary>In the file of the settings.</summary>
    /// <exception cref="EventLogException">It cannot be used.</exception>
    public EventLog(IOptions<EventLogOptions> options, TimeProvider time) : this(new SqliteDatabase(options.Value.Path), time)
    {
    }

    /// <summary>Where everything is kept; a replay in a file of its own.</summary>
    /// <exception cref="EventLogException">It cannot be used.</exception>
    public EventLog(OperationsStorage storage, IOptions<EventLogOptions> options, TimeProvider time)
        : this(options.Value.IsOwnFile ? storage.File(options.Value.Path) : storage.Of("events", options.Value.Path), time)
    {
    }

    // Makes the tables where there are none, and forgets what is over for more than 400 days.
    private EventLog(OperationsDatabase database, TimeProvider time)
    {
        _time = time;
        var now = time.GetUtcNow();
        File = new EventFile(database);
        File.Upgrade(EventSchema.Tables);
        File.Upgrade(JournalTable.Tables);
        File.Write(inner => inner.Execute(EventSchema.Prune, new { before = (now - EventsAsAt.AlertsKept).UtcTicks }));
        File.Heard += Hear; // Before it is read: what is told meanwhile is read again.
        File.Renew(ReadHeld, Hold);
    }

    /// <summary>The moment by its clock. UTC.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The file, for other logs of what people do: what belongs together is kept in one transaction.</summary>
    internal EventFile File { get; }

    /// <inheritdoc/>
    public event Action<PlaceCode>? Changed;

    /// <inheritdoc/>
    public event Action? Added;

    /// <inheritdoc/>
    public ImmutableArray<AlertState> Current => [.. Volatile.Read(ref _alerts).Values.OrderByDescending(state => state.Since)];

    /// <inheritdoc/>
    public Task<PlaceEvents> OpenAsync(PlaceCode place, CancellationToken cancellationToken) => ReadAsync(
        // Not from memory: a place that wakes here may have been another node's a moment ago.
        database => new PlaceEvents([.. AlertTable.Open(database, place).OrderByDescending(state => state.Since)], LevelTable.Last(database, place)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task RecordAsync(AlertChange change, CancellationToken cancellationToken)
    {
        var state = change.State;
        await KeepAsync(
            database =>
            {
                AlertTable.Keep(database, change);
                foreach (var line in change.Events.Where(line => line.By is not null)) JournalTable.Keep(database, EventLines.Of(state, line));
                OutboxTable.Keep(database, change.Messages);
            },
            () => _alerts = state.Phase is AlertPhase.Clear
                ? _alerts.Remove((state.Rule, state.Place))
                : _alerts.SetItem((state.Rule, state.Place), state),
            new EventNews(EventNews.Alert, $"{state.Place}", !change.Messages.IsEmpty), cancellationToken);
        Changed?.Invoke(state.Place);
        if (!change.Messages.IsEmpty) Added?.Invoke();
    }

    /// <inheritdoc/>
    public async Task RecordAsync(LevelRecord level, CancellationToken cancellationToken)
    {
        await KeepAsync(database => LevelTable.Keep(database, level), () => { }, new EventNews(EventNews.Level, $"{level.Place}"), cancellationToken);
        Changed?.Invoke(level.Place);
    }

    /// <inheritdoc/>
    public async Task DeclareAsync(DeclaredLevel declared, CancellationToken cancellationToken)
    {
        await KeepAsync(
            database =>
            {
                LevelTable.Keep(database, declared);
                JournalTable.Keep(database, EventLines.Of(declared));
            },
            () => _declared = _declared.SetItem(declared.Place, declared), new EventNews(EventNews.Declared, $"{declared.Place}"), cancellationToken);
        Changed?.Invoke(declared.Place);
    }

    /// <inheritdoc/>
    public async Task WithdrawAsync(PlaceCode place, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await KeepAsync(
            database =>
            {
                LevelTable.End(database, place, by, at);
                JournalTable.Keep(database, EventLines.OfWithdrawn(place, by, at));
            },
            () =>
            {
                if (_declared.TryGetValue(place, out var held) && held.Until > at) _declared = _declared.Remove(place);
            },
            new EventNews(EventNews.Declared, $"{place}"), cancellationToken);
        Changed?.Invoke(place);
    }

    /// <inheritdoc/>
    public ImmutableDictionary<PlaceCode, DeclaredLevel> DeclaredAt(DateTimeOffset moment) => Volatile.Read(ref _declared)
        .Where(held => held.Value.At <= moment && moment < held.Value.Until).ToImmutableDictionary();

    /// <inheritdoc/>
    public Task<EventsAsAt> AsAtAsync(DateTimeOffset moment, CancellationToken cancellationToken) => ReadAsync(
        database =>
        {
            var (since, kept) = (LevelTable.First(database), _time.GetUtcNow() - EventsAsAt.AlertsKept);
            return new EventsAsAt(
                LevelTable.DeclaredAt(database, moment), AlertTable.OpenAt(database, moment),
                LevelTable.Steps(database, moment - EventsAsAt.Back, moment), since, since < kept ? kept : since);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<LevelRecord>> LevelsAsync(
        PlaceCode place, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(database => LevelTable.Read(database, place, from, to), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<LevelStep>> LevelStepsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(database => LevelTable.Steps(database, from, to), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<DeclaredLevel>> DeclarationsAsync(
        PlaceCode place, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken) =>
        ReadAsync(database => LevelTable.Declared(database, place, from, to, most), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<AlertState>> FiredAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(database => AlertTable.Fired(database, from, to), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<AlertEvent>> HistoryAsync(string episode, CancellationToken cancellationToken) =>
        ReadAsync(database => AlertTable.History(database, episode), cancellationToken);

    /// <inheritdoc/>
    public Task<ILookup<string, AlertEvent>> HistoriesAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(database => AlertTable.Histories(database, from, to), cancellationToken);

    /// <inheritdoc/>
    public async Task PlanAsync(PlannedEvent planned, CancellationToken cancellationToken)
    {
        await KeepAsync(
            database =>
            {
                LevelTable.Keep(database, planned);
                JournalTable.Keep(database, EventLines.Of(planned, _time.GetUtcNow()));
            },
            () => _planned = _planned.Add(planned), new EventNews(EventNews.Planned, $"{planned.Place}"), cancellationToken);
        Changed?.Invoke(planned.Place);
    }

    /// <inheritdoc/>
    public async Task EndPlanAsync(PlannedEvent planned, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var ended = planned with { To = at, Reason = $"{planned.Reason} (ended early by {by})" };
        await KeepAsync(
            database =>
            {
                LevelTable.Replace(database, planned, ended);
                JournalTable.Keep(database, EventLines.OfEnded(planned, by, at));
            },
            () => _planned = _planned.Remove(planned), new EventNews(EventNews.Planned, $"{planned.Place}"), cancellationToken);
        Changed?.Invoke(planned.Place);
    }

    /// <inheritdoc/>
    public ImmutableArray<PlannedEvent> PlannedFrom(DateTimeOffset moment) =>
        [.. Volatile.Read(ref _planned).Where(planned => planned.To > moment)]; // Without a lock: grains ask, and writers wait for the disk.

    /// <inheritdoc/>
    public async Task AddAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        await KeepAsync(
            database => OutboxTable.Keep(database, messages), () => { }, new EventNews(EventNews.Outbox, EventNews.All, HasMessages: true), cancellationToken);
        Added?.Invoke();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxMessage>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var due = await ReadAsync(database => OutboxTable.Due(database, now, isDigested: false, most), cancellationToken);
        await CatchUpAsync(due, cancellationToken);
        return due;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxMessage>> WaitingDigestAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await ReadAsync(database => OutboxTable.Due(database, now, isDigested: true), cancellationToken);
        await CatchUpAsync(waiting, cancellationToken);
        return waiting;
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        ReadAsync(OutboxTable.NextDue, cancellationToken);

    /// <inheritdoc/>
    public Task RecordAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) =>
        KeepAsync(database => OutboxTable.Keep(database, attempt), () => { }, news: null, cancellationToken); // Pages look for deliveries by themselves.

    /// <inheritdoc/>
    public Task<ImmutableArray<Delivery>> ReadAsync(
        string? episode, string? lead, int most, CancellationToken cancellationToken) =>
        ReadAsync(database => OutboxTable.Read(database, episode, lead, most), cancellationToken);

    /// <summary>Says that another log kept messages to be sent.</summary>
    internal void Announce(ImmutableArray<OutboxMessage> messages)
    {
        if (!messages.IsEmpty) Added?.Invoke();
    }

    private Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => File.Read(read), cancellationToken);

    // What is not on disk is not in memory either.
    private Task KeepAsync(Action<DbConnection> write, Action remember, EventNews? news, CancellationToken cancellationToken) =>
        File.WriteAsync(write, remember, news, cancellationToken);
}
