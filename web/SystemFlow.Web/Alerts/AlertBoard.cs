using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Alerts;

/// <summary>Every alert at one moment, with who was told.</summary>
/// <param name="Current">Not clear, nor over.</param>
/// <param name="Over">Over within the last 24 hours, newest first.</param>
/// <param name="Deliveries">Messages by episode, newest first.</param>
/// <param name="Planned">Planned events that hold now or later.</param>
public sealed record AlertSnapshot(
    DateTimeOffset At, ImmutableArray<AlertState> Current, ImmutableArray<AlertState> Over,
    ILookup<string, Delivery> Deliveries, ImmutableArray<PlannedEvent> Planned);

/// <summary>Reads the alerts once for all pages, one read at a time, and again every few seconds for what became of messages.</summary>
public sealed class AlertBoard : IDisposable
{
    /// <summary>How long a snapshot may be shown although no alert changed: deliveries are not told of.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private const int MostMessages = 1_000;
    private const int MostOfOne = 100;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3); // Of an alert that shows among those that are over.

    private readonly Lock _gate = new();
    private readonly IEventLog _events;
    private readonly IOutbox _outbox;
    private readonly TimeProvider _time;
    private Task<AlertSnapshot>? _reading;
    private Task<AlertSnapshot>? _queued;
    private long _readAt;
    private long _changes;
    private long _changesRead;

    /// <summary>Reads this log.</summary>
    public AlertBoard(IEventLog events, IOutbox outbox, TimeProvider time)
    {
        (_events, _outbox, _time) = (events, outbox, time);
        _events.Changed += Count;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Changed -= Count;

    /// <summary>The alerts now.</summary>
    /// <exception cref="EventLogException">They cannot be read.</exception>
    public Task<AlertSnapshot> NowAsync()
    {
        lock (_gate)
        {
            var changes = Interlocked.Read(ref _changes);
            if (_reading is { IsCompleted: false } reading) return changes == _changesRead ? reading : _queued ??= AfterAsync(reading);
            var isOld = _reading is not { IsCompletedSuccessfully: true } || changes != _changesRead || _time.GetElapsedTime(_readAt) >= Lifetime;
            return isOld ? Read() : _reading!;
        }
    }

    // One read at a time; whoever asks for a newer one while it runs shares the next.
    private async Task<AlertSnapshot> AfterAsync(Task reading)
    {
        await Task.WhenAny(reading);
        Task<AlertSnapshot> next;
        lock (_gate) (_queued, next) = (null, Read());
        return await next;
    }

    private Task<AlertSnapshot> Read()
    {
        (_changesRead, _readAt) = (Interlocked.Read(ref _changes), _time.GetTimestamp());
        return _reading = ReadAsync(_time.GetUtcNow());
    }

    /// <summary>Shows when alerts have changed, and every few seconds for ages and deliveries, until the page is closed.</summary>
    public Task FollowAsync(Func<Task> show, CancellationToken closed) => Task.WhenAll(
        PageLoops.FollowAsync(_events, _time, show, closed), PageLoops.TickAsync(_time, Lifetime, show, closed));

    /// <summary>What happened to an alert, and what was sent about it.</summary>
    public async Task<AlertTrail> TrailAsync(string episode, CancellationToken cancellationToken) => new(
        await _events.HistoryAsync(episode, cancellationToken), await _outbox.ReadAsync(episode, null, MostOfOne, cancellationToken));

    /// <summary>What a lead was sent in the last 24 hours, newest first; at most <see cref="MostOfOne"/>.</summary>
    public async Task<ImmutableArray<Delivery>> MessagesAsync(string lead, CancellationToken cancellationToken)
    {
        var messages = await _outbox.ReadAsync(null, lead, MostOfOne, cancellationToken);
        return [.. messages.Where(told => told.Message.MadeAt >= _time.GetUtcNow() - Recent)];
    }

    private void Count(PlaceCode place) => Interlocked.Increment(ref _changes);

    private async Task<AlertSnapshot> ReadAsync(DateTimeOffset now)
    {
        var fired = await _events.FiredAsync(now - LongestLife, now.AddTicks(1), CancellationToken.None);
        var current = _events.Current.Where(state => state.Phase is not AlertPhase.Resolved and not AlertPhase.Clear).ToImmutableArray();
        var open = current.Select(state => state.Episode).ToHashSet(StringComparer.Ordinal);
        var over = fired.Where(state => !open.Contains(state.Episode) && state.Since >= now - Recent).OrderByDescending(state => state.Since);
        var messages = await _outbox.ReadAsync(null, null, MostMessages, CancellationToken.None);
        var older = await OlderAsync(current, messages);
        return new AlertSnapshot(
            now, current, [.. over],
            messages.Concat(older).Where(told => told.Message.Episode is not null).ToLookup(told => told.Message.Episode!, StringComparer.Ordinal),
            _events.PlannedFrom(now));
    }

    // An alert that has been open for long may have been told of before the newest messages.
    private async Task<List<Delivery>> OlderAsync(ImmutableArray<AlertState> current, ImmutableArray<Delivery> messages)
    {
        var older = new List<Delivery>();
        if (messages.Length < MostMessages) return older;
        var known = messages.Select(told => told.Message.Episode).ToHashSet(StringComparer.Ordinal);
        foreach (var state in current.Where(state => state.IsOpen && !known.Contains(state.Episode)))
        {
            older.AddRange(await _outbox.ReadAsync(state.Episode, null, MostOfOne, CancellationToken.None));
        }

        return older;
    }
}
