using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Events;

/// <summary>The event log on SQLite. What screens ask often is in memory too, once it is on disk.</summary>
public sealed class EventLog : IEventLog, IOutbox
{
    private readonly TimeProvider _time;
    private ImmutableDictionary<(string Rule, PlaceCode Place), AlertState> _alerts;
    private ImmutableDictionary<PlaceCode, DeclaredLevel> _declared;
    private ImmutableList<PlannedEvent> _planned;

    /// <summary>Opens the file, makes it where there is none, and forgets what is over for more than 400 days.</summary>
    /// <exception cref="EventLogException">It cannot be used.</exception>
    public EventLog(IOptions<EventLogOptions> options, TimeProvider time)
    {
        _time = time;
        var now = time.GetUtcNow();
        File = new EventFile(options.Value.Path);
        File.Write(database => Dapper.SqlMapper.Execute(database, EventSchema.Prune, new { before = (now - EventsAsAt.AlertsKept).UtcTicks }));
        _alerts = File.Read(database => AlertTable.Open(database).ToImmutableDictionary(state => (state.Rule, state.Place)));
        _declared = File.Read(LevelTable.LastDeclared);
        _planned = [.. File.Read(database => LevelTable.Planned(database, now))];
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
        database => new PlaceEvents([.. Current.Where(state => state.Place == place)], LevelTable.Last(database, place)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task RecordAsync(AlertChange change, CancellationToken cancellationToken)
    {
        var state = change.State;
        await KeepAsync(
            database =>
            {
                AlertTable.Keep(database, state, change.Events);
                foreach (var line in change.Events.Where(line => line.By is not null)) JournalTable.Keep(database, EventLines.Of(state, line));
                foreach (var message in change.Messages) OutboxTable.Keep(database, message);
            },
            () => _alerts = state.Phase is AlertPhase.Clear
                ? _alerts.Remove((state.Rule, state.Place))
                : _alerts.SetItem((state.Rule, state.Place), state),
            cancellationToken);
        Changed?.Invoke(state.Place);
        if (!change.Messages.IsEmpty) Added?.Invoke();
    }

    /// <inheritdoc/>
    public async Task RecordAsync(LevelRecord level, CancellationToken cancellationToken)
    {
        await KeepAsync(database => LevelTable.Keep(database, level), () => { }, cancellationToken);
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
            () => _declared = _declared.SetItem(declared.Place, declared), cancellationToken);
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
            cancellationToken);
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
            () => _planned = _planned.Add(planned), cancellationToken);
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
            () => _planned = _planned.Remove(planned), cancellationToken);
        Changed?.Invoke(planned.Place);
    }

    /// <inheritdoc/>
    public ImmutableArray<PlannedEvent> PlannedFrom(DateTimeOffset moment) =>
        [.. Volatile.Read(ref _planned).Where(planned => planned.To > moment)]; // Without a lock: grains ask, and writers wait for the disk.

    /// <inheritdoc/>
    public async Task AddAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        await KeepAsync(
            database =>
            {
                foreach (var message in messages) OutboxTable.Keep(database, message);
            },
            () => { }, cancellationToken);
        Added?.Invoke();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxMessage>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var due = await ReadAsync(database => OutboxTable.Due(database, now, isDigested: false, most), cancellationToken);
        // Whoever sends asks whether an alert or an action still waits: what sent a message is in memory before it is given out.
        if (!due.IsEmpty) await Task.Run(File.WaitForWriting, cancellationToken);
        return due;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutboxMessage>> WaitingDigestAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(database => OutboxTable.Due(database, now, isDigested: true), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        ReadAsync(OutboxTable.NextDue, cancellationToken);

    /// <inheritdoc/>
    public Task RecordAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) =>
        KeepAsync(database => OutboxTable.Keep(database, attempt), () => { }, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<Delivery>> ReadAsync(
        string? episode, string? lead, int most, CancellationToken cancellationToken) =>
        ReadAsync(database => OutboxTable.Read(database, episode, lead, most), cancellationToken);

    /// <summary>Says that another log kept messages to be sent.</summary>
    internal void Announce(ImmutableArray<OutboxMessage> messages)
    {
        if (!messages.IsEmpty) Added?.Invoke();
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => File.Read(read), cancellationToken);

    // What is not on disk is not in memory either.
    private Task KeepAsync(Action<SqliteConnection> write, Action remember, CancellationToken cancellationToken) =>
        Task.Run(() => File.Write(write, remember), cancellationToken);
}
