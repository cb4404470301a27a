namespace SystemFlow.Operations.Nodes;

/// <summary>One stretch in which the duties are this node's. It runs out by itself unless it is extended.</summary>
internal sealed class Term : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _works;
    private long _last;

    /// <summary>Says that it is over: by the clock, or because it was ended.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Whether it goes on. By the clock too: a process that was halted finds it over before any timer says so.</summary>
    public bool IsOn => !_over.IsCancellationRequested && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _last)) < Duties.Lease;

    /// <summary>When nothing of it runs any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Lets it last from a moment on, which was before the database was asked.</summary>
    public void ExtendFrom(long timestamp)
    {
        Volatile.Write(ref _last, timestamp);
        var left = Duties.Lease - TimeProvider.System.GetElapsedTime(timestamp);
        _over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Begins a work in it; false where it is over.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (!IsOn) return false;
            _works++;
            return true;
        }
    }

    /// <summary>Says that a work has stopped.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_works == 0 && _over.IsCancellationRequested) _idle.TrySetResult();
        }
    }

    /// <summary>Ends it, and waits until everything in it has stopped.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync();
        lock (_gate)
        {
            if (_works == 0) _idle.TrySetResult();
        }

        await _idle.Task;
        _ended.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
