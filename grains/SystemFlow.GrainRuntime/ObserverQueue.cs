using Orleans;

namespace SystemFlow.GrainRuntime;

/// <summary>
/// What grains reach an observer by. Each message is run by itself, in order, on the thread pool: the sender never
/// waits, and never hears of an error. It keeps the newest messages, and does not keep the observer alive.
/// </summary>
internal sealed class ObserverQueue(GrainEngine engine, IGrainObserver observer) : MessageTarget, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly MessageList _waiting = new();
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private readonly string _name = observer.GetType().Name;
    private bool _isRunning;
    private bool _isFailing;
    private bool _isClosed;

    public override Exception? Send(Message message)
    {
        lock (_gate)
        {
            if (_isClosed || !_observer.TryGetTarget(out _))
            {
                engine.Meters.ObserverDropped.Add(1);
                return null;
            }

            if (_waiting.Count >= engine.Options.ObserverCapacity) DropOldest();
            _waiting.Add(message);
            if (_isRunning) return null;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return null;
    }

    public void Close()
    {
        lock (_gate) _isClosed = true;
    }

    public void Execute() => _ = RunAsync();

    public override string ToString() => $"observer {_name}";

    private async Task RunAsync()
    {
        while (Next() is { } message)
        {
            var told = Tell(message);
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Note(told.Exception?.InnerException, message);
        }
    }

    // The observer is held only here, and so not while its method awaits.
    private Task Tell(Message message)
    {
        if (_observer.TryGetTarget(out var target)) return message.Start(target);
        engine.Meters.ObserverDropped.Add(1);
        return Task.CompletedTask;
    }

    private Message? Next()
    {
        lock (_gate)
        {
            var message = _waiting.First;
            if (message is not null) _waiting.Remove(message);
            _isRunning = message is not null;
            return message;
        }
    }

    private void DropOldest()
    {
        _waiting.Remove(_waiting.First!);
        engine.Meters.ObserverDropped.Add(1);
    }

    // Logged when it begins to fail and when it has recovered; in between it is a number.
    private void Note(Exception? error, Message message)
    {
        if (error is not null) engine.Meters.ObserverErrors.Add(1);
        if (error is not null && !_isFailing) engine.LogObserverFailing(message.Name, this, error);
        if (error is null && _isFailing) engine.LogObserverRecovered(this);
        _isFailing = error is not null;
    }
}
