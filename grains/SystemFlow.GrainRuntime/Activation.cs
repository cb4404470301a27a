using Orleans;
using Orleans.Runtime;

namespace SystemFlow.GrainRuntime;

/// <summary>Whether an activation took a message.</summary>
internal enum Reception
{
    Accepted,
    Full,
    Ended,
}

/// <summary>
/// The one place where the grain of one key lives: its mailbox here, its turns in Activation.Turns.cs, its
/// beginning and end in Activation.Life.cs. Everything mutable is read and changed under one lock.
/// </summary>
internal sealed partial class Activation(GrainAddress address)
{
    private readonly Lock _gate = new();

    // What may start whatever else runs, and what may not. A reentrant grain has only the first kind.
    private readonly MessageList _interleaving = new();
    private readonly MessageList _ordinary = new();
    private readonly MessageList _running = new();
    private readonly List<GrainTimer> _timers = [];
    private long _arrivals;
    private long _lastUsed;

    public GrainAddress Address => address;

    public GrainEngine Engine => address.Engine;

    /// <summary>How many messages wait for their turn.</summary>
    public int Waiting => _interleaving.Count + _ordinary.Count;

    public Reception Receive(Message message)
    {
        lock (_gate)
        {
            if (_phase == Phase.Ended) return Reception.Ended;
            if (message.Expires && Waiting >= Engine.Options.MailboxCapacity) return Reception.Full;
            if (message.KeepsAlive) _lastUsed = message.SentAt;
            message.Number = _arrivals++;
            (Interleaves(message) ? _interleaving : _ordinary).Add(message);
            if (!TryWake()) return Reception.Accepted;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return Reception.Accepted;
    }

    public IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
            throw new InvalidOperationException($"{address} can register a timer only in one of its own turns.");
        var timer = new GrainTimer(this, callback, options);
        lock (_gate) _timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    /// <summary>Forgets a timer, and its tick if that still waits.</summary>
    public void Remove(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (timer.List is { } list && list != _running) list.Remove(timer);
        }
    }

    /// <summary>Gives up what nobody waits for any longer, and ends a grain that nobody uses.</summary>
    public void Sweep(long now)
    {
        List<Message>? late = null;
        lock (_gate)
        {
            Collect(_running);
            Collect(_ordinary);
            Collect(_interleaving);
            var isBusy = _isAwake || _running.Count + Waiting > 0;
            if (_phase == Phase.Active && !isBusy && Elapsed(_lastUsed) >= Engine.Options.CollectionAge)
                Deactivate(new(DeactivationReasonCode.ActivationIdle, "Nobody has called it for a while."));
        }

        foreach (var message in late ?? []) FailLate(message);

        TimeSpan Elapsed(long since) => Engine.Time.GetElapsedTime(since, now);

        void Collect(MessageList list)
        {
            for (Message? message = list.First, next; message is not null; message = next)
            {
                next = message.Next;
                if (message.KeepsAlive) _lastUsed = now;
                if (!message.Expires || message.HasExpired) continue;
                if (Elapsed(message.SentAt) < Engine.Options.ResponseTimeout) continue;
                message.HasExpired = true;
                if (list != _running) list.Remove(message);
                (late ??= []).Add(message);
            }
        }
    }

    private bool Interleaves(Message message) => address.Class.IsReentrant || message.IsAlwaysInterleave;

    private void FailLate(Message message)
    {
        Engine.Meters.TimedOut.Add(1);
        message.Fail(new TimeoutException(
            $"{message.Name} of {address} gave no answer within {Engine.Options.ResponseTimeout}, with {Waiting:N0} "
            + "calls waiting behind it. See what the grain awaits, or raise Grains:ResponseTimeout."));
    }
}
