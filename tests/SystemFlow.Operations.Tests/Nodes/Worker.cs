using System.Collections.Concurrent;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Operations.Tests.Nodes;

/// <summary>A node that does the duties when they are its own, and says in a common book when it began and stopped.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _book;
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _work = Task.CompletedTask;

    public Worker(string connection, string name, ConcurrentQueue<string> book)
    {
        (Name, _book) = (name, book);
        Duties = new Duties(connection, new NodeId(name), Log);
    }

    public string Name { get; }

    public LogLines<Duties> Log { get; } = new();

    public Duties Duties { get; }

    public async Task StartAsync()
    {
        await Duties.StartAsync(TestContext.Current.CancellationToken);
        _work = Duties.RunAsync(WorkAsync, _stop.Token);
    }

    /// <summary>Waits until it has begun.</summary>
    public Task BeganAsync() => _began.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Has <see cref="BeganAsync"/> wait for the next time.</summary>
    public void Forget() => _began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _work);
        await Duties.StopAsync(CancellationToken.None);
        Duties.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        Assert.True(Duties.IsMine);
        _book.Enqueue($"{Name} began");
        _began.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            _book.Enqueue($"{Name} stopped");
        }
    }
}
