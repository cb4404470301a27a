using Orleans;
using Orleans.Runtime;

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
        Message? dropped = null;
        lock (_gate)
        {
            if (_isClosed || !_observer.TryGetTarget(out _)) return Gone(message);
            if (_waiting.Count >= engine.Options.ObserverCapacity) dropped = Take();
            _waiting.Add(message);
            if (_isRunning) message = null!;
            _isRunning = true;
        }

        if (message is not null) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (dropped is not null) Drop(dropped);
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
            message.End(told);
            message.Execute();
            Note(told.Exception?.InnerException, message);
        }
    }

    // The observer is held only here, and not while its method awaits.
    private Task Tell(Message message) => _observer.TryGetTarget(out var target)
        ? message.Start(target)
        : Task.FromException(Gone(message)!);

    private Message? Next()
    {
        lock (_gate)
        {
            var message = Take();
            _isRunning = message is not null;
            return message;
        }
    }

    private Message? Take()
    {
        var message = _waiting.First;
        if (message is not null) _waiting.Remove(message);
        return message;
    }

    private void Drop(Message message)
    {
        engine.Meters.ObserverDropped.Add(1);
        message.Fail(new LimitExceededException($"{this} has {engine.Options.ObserverCapacity:N0} messages waiting, "
            + "and drops the oldest. See what it does in its methods, or raise Grains:ObserverCapacity."));
    }

    private OrleansException Gone(Message message)
    {
        engine.Meters.ObserverDropped.Add(1);
        return new OrleansException($"{message.Name} was not delivered: the {this} is gone. Keep it in a field.");
    }

    // Logged when it begins to fail and when it has recovered.
    private void Note(Exception? error, Message message)
    {
        if (error is not null) engine.Meters.ObserverErrors.Add(1);
        if (error is not null && !_isFailing) engine.LogObserverFailing(message.Name, this, error);
        if (error is null && _isFailing) engine.LogObserverRecovered(this);
        _isFailing = error is not null;
    }
}
