namespace SystemFlow.Series.Influx;

/// <summary>Lets those through who wait for a number once it has passed.</summary>
internal sealed class Turnstile
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _passed = long.MinValue;

    public Task WaitFor(long number)
    {
        lock (_gate)
        {
            if (number <= _passed) return Task.CompletedTask;
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, number);
            return turn.Task;
        }
    }

    /// <summary>Everything up to this number has passed.</summary>
    public void Pass(long number)
    {
        lock (_gate)
        {
            _passed = Math.Max(_passed, number);
            while (_waiting.TryPeek(out var turn, out var waitsFor) && waitsFor <= _passed)
            {
                turn.TrySetResult();
                _waiting.Dequeue();
            }
        }
    }

    /// <summary>It will take long: those who wait are told.</summary>
    public void Fail(Exception problem)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var turn, out _)) turn.TrySetException(problem);
        }
    }
}
