namespace SystemFlow.GrainRuntime;

/// <summary>
/// The turns. The activation is the synchronisation context of its grain's code: what follows an await comes back
/// here. As a work item on the thread pool it takes one step after the other, so no two run at once.
/// </summary>
internal sealed partial class Activation : SynchronizationContext, IThreadPoolWorkItem
{
    // After so many steps it lets others have the thread.
    private const int StepsPerVisit = 256;

    private Queue<(SendOrPostCallback? Callback, object? State)>? _continuations;
    private bool _isAwake;
    private bool _isExclusive;
    private int _readers;

    // The last message whose turn has ended. Its caller is answered when nothing is left to do: his code may then
    // run on this thread at once. An earlier one is answered on another thread.
    private Message? _ended;

    private enum Step
    {
        Rest,
        Continue,
        Turn,
        Activate,
        Deactivate,
        Leave,
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current != this) throw new NotSupportedException("A grain's turn cannot be waited for. Call the grain.");
        d(state);
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            (_continuations ??= new()).Enqueue((d, state));
            if (!TryWake()) return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public void Execute()
    {
        SetSynchronizationContext(this);
        Message? ended = null;
        var isResting = false;
        for (var steps = 0; steps < StepsPerVisit && !isResting; steps++) isResting = !TakeStep(out ended);
        SetSynchronizationContext(null);

        if (!isResting) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        ended?.Execute();
    }

    private bool TakeStep(out Message? ended)
    {
        (SendOrPostCallback? Callback, object? State) continuation = default;
        Message? message = null;
        Step step;
        ended = null;
        lock (_gate)
        {
            step = _continuations?.TryDequeue(out continuation) == true ? Step.Continue : NextStep(out message);
            if (step == Step.Rest)
            {
                (ended, _ended) = (_ended, null);
                _isAwake = false;
                return false;
            }
        }

        if (step == Step.Turn) Begin(message!);
        else if (step == Step.Continue) Continue(continuation.Callback!, continuation.State);
        else if (step == Step.Activate) _ = ActivateAsync();
        else if (step == Step.Deactivate) _ = DeactivateAsync();
        else Leave();
        return true;
    }

    private Step NextStep(out Message? message)
    {
        message = null;
        if (_phase == Phase.Inactive)
        {
            _phase = Waiting > 0 ? Phase.Activating : Phase.Ended;
            return _phase == Phase.Activating ? Step.Activate : Step.Leave;
        }

        if (_phase == Phase.Leaving)
        {
            _phase = Phase.Ended;
            return Step.Leave;
        }

        if (_phase != Phase.Active) return Step.Rest;
        if (_deactivation is null || Drains) message = TakeWaiting();
        if (message is not null) return Step.Turn;
        if (_deactivation is null || _running.Count + (Drains ? Waiting : 0) > 0) return Step.Rest;
        _phase = Phase.Deactivating;
        return Step.Deactivate;
    }

    private Message? TakeWaiting()
    {
        var message = _ordinary.First;
        if (message is not null && !MayStart(message)) message = OvertakingReader(message);
        if (_interleaving.First is { } other && !(message?.Number < other.Number)) message = other;
        if (message is null) return null;

        message.List!.Remove(message);
        _running.Add(message);
        if (Interleaves(message)) return message;
        if (message.IsReadOnly) _readers++;
        else _isExclusive = true;
        return message;
    }

    private bool MayStart(Message ordinary) => !_isExclusive && (_readers == 0 || ordinary.IsReadOnly);

    // As in Orleans, readers join readers even past a waiting writer.
    private Message? OvertakingReader(Message first)
    {
        if (_isExclusive) return null;
        Message? message = first;
        while (message is { IsReadOnly: false }) message = message.Next;
        return message;
    }

    private void Begin(Message message)
    {
        var turn = message.Start(_grain!);
        if (turn.IsCompleted) End(message, turn);
        else turn.GetAwaiter().UnsafeOnCompleted(() => End(message, turn));
    }

    private void End(Message message, Task turn)
    {
        lock (_gate)
        {
            _running.Remove(message);
            if (!Interleaves(message)) StopHolding(message);
        }

        message.End(turn); // Not before it has left: a timer may ring again at once, and comes in anew.

        if (message.HasCaller)
        {
            if (_ended is { } earlier) ThreadPool.UnsafeQueueUserWorkItem(earlier, preferLocal: true);
            _ended = message;
        }
        else if (turn.Exception is { } errors && message is not GrainTimer)
        {
            Engine.LogOneWayFailed(message.Name, address, errors.InnerException!);
        }
    }

    private void StopHolding(Message ordinary)
    {
        if (ordinary.IsReadOnly) _readers--;
        else _isExclusive = false;
    }

    // An error gets here only out of an async void method of the grain.
    private void Continue(SendOrPostCallback callback, object? state)
    {
        try
        {
            callback(state);
        }
        catch (Exception error)
        {
            Engine.LogTurnFailed(address, error);
        }
    }

    private bool TryWake() => !_isAwake && (_isAwake = true);
}
