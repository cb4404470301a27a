using System.Collections.Concurrent;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Tests.Storage;

namespace SystemFlow.Operations.Tests.Nodes;

public sealed class DutyServiceTests(Postgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_OnTwoNodes_WorksOnOne_AndMovesWhenThatOneStops()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        var book = new ConcurrentQueue<string>();
        var (one, other) = (new Node(database, "one", book), new Node(database, "other", book));
        await one.StartAsync();
        await one.Service.Began.WaitAsync(Token);
        await other.StartAsync();

        await one.StopAsync();
        await other.Service.Began.WaitAsync(Token);
        await other.StopAsync();

        Assert.Equal(["one began", "one stopped", "other began", "other stopped"], book);
    }

    [Fact]
    public async Task Service_OfOneNodeAlone_WorksAtOnceAndEndsWithTheProgram()
    {
        var book = new ConcurrentQueue<string>();
        using var service = new Noting(new SoleNode(), "alone", book);

        await service.StartAsync(Token);
        await service.Began.WaitAsync(Token);
        await service.StopAsync(Token);

        Assert.Equal(["alone began", "alone stopped"], book);
    }

    private sealed class Node(string database, string name, ConcurrentQueue<string> book)
    {
        private readonly Duties _duties = new(database, new NodeId(name), new LogLines<Duties>());
        private Noting? _service;

        public Noting Service => _service ??= new Noting(_duties, name, book);

        public async Task StartAsync()
        {
            await _duties.StartAsync(Token);
            await Service.StartAsync(Token);
        }

        // As a host does: what was started last is stopped first.
        public async Task StopAsync()
        {
            await Service.StopAsync(Token);
            await _duties.StopAsync(Token);
            Service.Dispose();
            _duties.Dispose();
        }
    }

    private sealed class Noting(IDuties duties, string name, ConcurrentQueue<string> book) : DutyService(duties)
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Began => _began.Task;

        protected override async Task WorkAsync(CancellationToken stopped)
        {
            book.Enqueue($"{name} began");
            _began.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            book.Enqueue($"{name} stopped");
        }
    }
}
