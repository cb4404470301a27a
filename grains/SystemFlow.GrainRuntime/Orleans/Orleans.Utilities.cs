using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using SystemFlow.GrainRuntime;

namespace Orleans.Utilities;

/// <summary>A grain's observers, each known by its own reference.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log)
    : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>
/// A grain's observers. One that is not renewed in time, or whose telling throws, is forgotten.
/// For use inside one grain's turns; a notification that awaits may interleave with changes.
/// </summary>
/// <typeparam name="TIdentity">What an observer is known by.</typeparam>
/// <typeparam name="TObserver">The interface that it is told by.</typeparam>
public partial class ObserverManager<TIdentity, TObserver>
    where TIdentity : notnull
{
    private readonly Dictionary<TIdentity, (TObserver Observer, DateTime Seen)> _observers = [];
    private readonly ILogger _log;

    /// <summary>No observers yet.</summary>
    /// <param name="expiration">How long one is told without being renewed.</param>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
        ExpirationDuration = expiration;

        // Expiry is a duration, so it is measured on the engine's monotonic clock: in a replay the time of day runs
        // faster than the renewals.
        var time = (SynchronizationContext.Current as Activation)?.Engine.Time ?? TimeProvider.System;
        GetDateTime = () => new DateTime(time.GetElapsedTime(0).Ticks, DateTimeKind.Utc);
    }

    /// <summary>The clock that expiry is measured on. Only differences count. Default: the engine's.</summary>
    public Func<DateTime> GetDateTime { get; set; }

    /// <summary>How long an observer is told without being renewed.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>How many there are, with those that have expired since the last telling.</summary>
    public int Count => _observers.Count;

    /// <summary>Adds an observer, or renews it.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _observers[id] = (observer, GetDateTime());

    /// <summary>Forgets an observer; an unknown one is forgotten already.</summary>
    public void Unsubscribe(TIdentity id) => _observers.Remove(id);

    /// <summary>Forgets all observers.</summary>
    public void Clear() => _observers.Clear();

    /// <summary>Forgets those that were not renewed in time.</summary>
    public void ClearExpired() => _ = Current();

    /// <summary>Tells every observer that the predicate chooses, one after the other.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, observer) in Current(predicate))
        {
            try
            {
                await notification(observer);
            }
            catch (Exception error)
            {
                Forget(id, error);
            }
        }
    }

    /// <summary>Tells every observer that the predicate chooses.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, observer) in Current(predicate))
        {
            try
            {
                notification(observer);
            }
            catch (Exception error)
            {
                Forget(id, error);
            }
        }
    }

    private List<(TIdentity Id, TObserver Observer)> Current(Func<TObserver, bool>? predicate = null)
    {
        var current = new List<(TIdentity, TObserver)>(_observers.Count);
        var now = GetDateTime();
        foreach (var (id, (observer, seen)) in _observers)
        {
            if (seen + ExpirationDuration < now) _observers.Remove(id);
            else if (predicate?.Invoke(observer) ?? true) current.Add((id, observer));
        }

        return current;
    }

    private void Forget(TIdentity id, Exception error)
    {
        _observers.Remove(id);
        LogForgotten(_log, id, error);
    }

    [LoggerMessage(LogLevel.Debug, "Observer {Id} could not be told, and is forgotten.")]
    private static partial void LogForgotten(ILogger logger, TIdentity id, Exception error);
}
