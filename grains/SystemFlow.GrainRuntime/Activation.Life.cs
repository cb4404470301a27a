using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace SystemFlow.GrainRuntime;

/// <summary>
/// The life of the grain in it: inactive → activating → active → deactivating → inactive. An inactive one
/// starts again if somebody has called meanwhile, and else has ended for good: its successor is another activation.
/// So no key has two grains at once. In a stopping engine it does not start again, but leaves: two grains that greet
/// each other when they start would else never let the engine stop.
/// </summary>
internal sealed partial class Activation
{
    private Phase _phase;
    private Grain? _grain;
    private AsyncServiceScope _scope;
    private DeactivationReason? _deactivation;
    private TaskCompletionSource? _left;

    private enum Phase
    {
        Inactive,
        Activating,
        Active,
        Deactivating,
        Leaving,
        Ended,
    }

    // A stopping engine takes no new callers, so what waits is answered first. Otherwise a new grain answers it.
    private bool Drains => _deactivation is { ReasonCode: DeactivationReasonCode.ShuttingDown };

    /// <summary>Ends the grain once no turn is running. The task is complete when the activation has ended.</summary>
    public Task Deactivate(DeactivationReason reason)
    {
        Task left;
        lock (_gate)
        {
            if (_phase == Phase.Ended) return Task.CompletedTask;
            var isStopping = reason.ReasonCode == DeactivationReasonCode.ShuttingDown;
            if (_deactivation is null || isStopping) _deactivation = reason;
            left = (_left ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (!TryWake()) return left;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return left;
    }

    private async Task ActivateAsync()
    {
        try
        {
            _scope = address.Class.OpenScope();
            _grain = address.Class.Create(_scope);
            using var deadline = new CancellationTokenSource(Engine.Options.ResponseTimeout, Engine.Time);
            await _grain.OnActivateAsync(deadline.Token);
            lock (_gate) _phase = Phase.Active;
        }
        catch (Exception error)
        {
            Engine.Meters.ActivationErrors.Add(1);
            await ReleaseAsync();
            foreach (var message in TakeAllWaiting()) Fail(message, error);
            lock (_gate)
            {
                if (!Drains) _deactivation = null;
                _phase = Phase.Inactive;
            }
        }
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        DeactivationReason reason;
        lock (_gate)
        {
            reason = _deactivation!.Value;
            if (!Drains) _deactivation = null;
        }

        try
        {
            using var deadline = new CancellationTokenSource(Engine.Options.ResponseTimeout, Engine.Time);
            await _grain!.OnDeactivateAsync(reason, deadline.Token);
        }
        catch (Exception error)
        {
            Engine.LogDeactivationFailed(address, error);
        }

        await ReleaseAsync();
        lock (_gate) _phase = Drains ? Phase.Leaving : Phase.Inactive;
    }

    private async Task ReleaseAsync()
    {
        StopTimers();
        try
        {
            if (_grain is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (_grain is IDisposable disposable) disposable.Dispose();
            await _scope.DisposeAsync();
        }
        catch (Exception error)
        {
            Engine.LogDeactivationFailed(address, error);
        }

        _grain = null;
        _scope = default;
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }

    private List<Message> TakeAllWaiting()
    {
        var messages = new List<Message>();
        lock (_gate)
        {
            foreach (var list in new[] { _ordinary, _interleaving })
            {
                while (list.First is { } message)
                {
                    list.Remove(message);
                    messages.Add(message);
                }
            }

        }

        return messages;
    }

    private void Fail(Message message, Exception error)
    {
        if (message.HasCaller) message.Fail(error);
        else Engine.LogOneWayFailed(message.Name, address, error);
    }

    private void Leave()
    {
        Engine.Forget(this);
        foreach (var message in TakeAllWaiting())
        {
            Fail(message, new SiloUnavailableException($"{message.Name} came to {address} when it had ended: the grain engine is stopping."));
        }

        _left?.TrySetResult();
    }
}
