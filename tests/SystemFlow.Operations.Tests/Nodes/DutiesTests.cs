using System.Collections.Concurrent;
using Npgsql;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Nodes;

public sealed class DutiesTests(Postgres postgres)
{
    private readonly ConcurrentQueue<string> _book = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SoleNode_RunsAtOnce()
    {
        var duties = new SoleNode();
        var ran = false;

        await duties.RunAsync(_ => Task.FromResult(ran = true), Token);

        Assert.True(ran);
        Assert.True(duties.IsMine);
    }

    [Fact]
    public async Task RunAsync_TwoNodes_OneWorksAndTheOtherKnowsWho()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = new Worker(database, "one", _book);
        await using var other = new Worker(database, "other", _book);
        await one.StartAsync();
        await one.BeganAsync();

        await other.StartAsync();

        Assert.Equal("one", await other.Duties.WhoElseAsync(Token));
        Assert.Null(await one.Duties.WhoElseAsync(Token));
        Assert.False(other.Duties.IsMine);
        Assert.Equal(["one began"], _book);
    }

    [Fact]
    public async Task StopAsync_OfTheOneThatWorks_TheOtherBeginsAtOnceAndAfterIt()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        var one = new Worker(database, "one", _book);
        await using var other = new Worker(database, "other", _book);
        await one.StartAsync();
        await one.BeganAsync();
        await other.StartAsync();
        await other.Log.SeenAsync("is done by one");

        var began = TimeProvider.System.GetTimestamp();
        await one.DisposeAsync();
        await other.BeganAsync();

        Assert.Equal(["one began", "one stopped", "other began"], _book);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Duties.Lease);
    }

    [Fact]
    public async Task ConnectionEnded_OfTheOneThatWorks_StopsBeforeTheOtherBegins()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = new Worker(database, "one", _book);
        await using var other = new Worker(database, "other", _book);
        await one.StartAsync();
        await one.BeganAsync();
        await other.StartAsync();
        await other.Log.SeenAsync("is done by one");
        one.Forget();

        await EndHolderAsync(database);
        var first = await Task.WhenAny(one.BeganAsync(), other.BeganAsync()); // Whoever is quicker.
        await first;

        Assert.Equal(["one began", "one stopped"], _book.Take(2));
        Assert.Contains(_book.ElementAt(2), (string[])["one began", "other began"]);
        await one.Log.SeenAsync("has stopped what must happen once");
    }

    [Fact]
    public async Task ServerKilledAndStartedAgain_OneWorksAgainAndNeverTwo()
    {
        if (PostgresServer.Missing is { } why) Assert.Skip(why);
        await using var server = new PostgresServer();
        await server.StartAsync(Token);
        var database = await server.NewDatabaseAsync(Token);
        await using var one = new Worker(database, "one", _book);
        await using var other = new Worker(database, "other", _book);
        await one.StartAsync();
        await one.BeganAsync();
        await other.StartAsync();
        await other.Log.SeenAsync("is done by one");
        one.Forget();

        server.Kill();
        await one.Log.SeenAsync("has stopped what must happen once");
        Assert.Equal(["one began", "one stopped"], _book);
        Assert.False(one.Duties.IsMine);
        await server.StartAsync(Token);
        await await Task.WhenAny(one.BeganAsync(), other.BeganAsync());

        Assert.Equal(3, _book.Count);
        Assert.NotEqual(one.Duties.IsMine, other.Duties.IsMine);
    }

    [Fact]
    public async Task RunAsync_WorkEndsByItself_Answers()
    {
        await using var one = new Worker(await postgres.NewDatabaseAsync(Token), "one", _book);
        await one.StartAsync();
        var ran = 0;

        await one.Duties.RunAsync(_ => Task.FromResult(ran++), Token);

        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task LostWithoutFarewell_TheOtherWaitsUntilItMustHaveStopped()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var connection = new NpgsqlConnection(DutyTable.Connection(database));
        await connection.OpenAsync(Token);
        await DutyTable.MakeAsync(connection, Token);
        var said = TimeProvider.System.GetTimestamp();
        await DutyTable.BeatAsync(connection, new NodeId("killed"), Token); // It said that it works, and has the lock no more.

        await using var other = new Worker(database, "other", _book);
        await other.StartAsync();
        await other.BeganAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(said), Duties.Lease + Duties.Margin, 4 * Duties.Lease);
    }

    [Fact]
    public async Task Term_NotExtended_RunsOutByItself()
    {
        using var term = new Term();
        term.ExtendFrom(TimeProvider.System.GetTimestamp());
        Assert.True(term.TryEnter());
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = term.Over.Register(over.SetResult);

        await over.Task.WaitAsync(2 * Duties.Lease, Token);

        Assert.False(term.IsOn);
        Assert.False(term.TryEnter());
        var ended = term.EndAsync();
        Assert.False(ended.IsCompleted);
        term.Leave();
        await ended;
    }

    // The row of a node that works, and the lock, belong to the connection that says so: the server ends it as if the network had.
    private static async Task EndHolderAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """, connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync(Token));
    }
}
