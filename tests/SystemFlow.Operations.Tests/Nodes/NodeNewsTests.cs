using System.Threading.Channels;
using Npgsql;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Nodes;

public sealed class NodeNewsTests(Postgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tell_Committed_IsHeardByTheOtherNodeAndNotByItself()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = await HeardNews.StartAsync(database, "one");
        await using var other = await HeardNews.StartAsync(database, "other");

        await one.TellAsync("accounts", "account 12|and more");
        await other.TellAsync("accounts", "account 7");

        Assert.Equal("account 12|and more", await other.NextAsync());
        Assert.Equal("account 7", await one.NextAsync());
    }

    [Fact]
    public async Task Tell_RolledBackOrInAnotherBook_IsNotHeard()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = await HeardNews.StartAsync(database, "one");
        await using var other = await HeardNews.StartAsync(database, "other");

        await one.TellAsync("accounts", "never kept", isKept: false);
        await one.TellAsync("events", "an alert");
        await one.TellAsync("accounts", "kept");

        Assert.Equal("kept", await other.NextAsync());
    }

    [Fact]
    public async Task Tell_LongerThanTheServerTakes_SaysThatAnythingMayHaveChanged()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = await HeardNews.StartAsync(database, "one");
        await using var other = await HeardNews.StartAsync(database, "other");

        await one.TellAsync("accounts", new string('ö', 4_000));

        Assert.Equal("anything", await other.NextAsync());
    }

    [Fact]
    public async Task Listening_ConnectionEnded_SaysThatAnythingMayHaveChangedAndHearsAgain()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = await HeardNews.StartAsync(database, "one");

        await EndListenersAsync(database);

        Assert.Equal("anything", await one.NextAsync());
        Assert.Null(one.News.DeafSince);
        Assert.Contains(one.Log.All, line => line.StartsWith("Warning: This node hears nothing", StringComparison.Ordinal));
        await one.Log.SeenAsync("hears the others again. It was deaf for");
        await using var other = await HeardNews.StartAsync(database, "other");
        await other.TellAsync("accounts", "later");
        Assert.Equal("later", await one.NextAsync());
    }

    [Fact]
    public async Task Listening_ServerKilledAndStartedAgain_IsDeafMeanwhileAndThenReadsAnew()
    {
        if (PostgresServer.Missing is { } why) Assert.Skip(why);
        await using var server = new PostgresServer();
        await server.StartAsync(Token);
        await using var one = await HeardNews.StartAsync(await server.NewDatabaseAsync(Token), "one");

        server.Kill();
        await one.Log.SeenAsync("This node hears nothing");
        Assert.NotNull(one.News.DeafSince);
        await server.StartAsync(Token);

        Assert.Equal("anything", await one.NextAsync());
        Assert.Null(one.News.DeafSince);
        Assert.Single(one.Log.All, line => line.Contains("This node hears nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Follow_OneCallThrows_IsMadeAgainForAnythingAndHoldsNobodyElseUp()
    {
        var database = await postgres.NewDatabaseAsync(Token);
        await using var one = await HeardNews.StartAsync(database, "one");
        await using var other = await HeardNews.StartAsync(database, "other");
        var calls = Channel.CreateBounded<string?>(10);
        one.News.Follow("accounts", key =>
        {
            calls.Writer.TryWrite(key);
            if (key is "account 12") throw new InvalidOperationException("The database is away.");
        });
        Assert.Null(await calls.Reader.ReadAsync(Token));

        await other.TellAsync("accounts", "account 12");

        Assert.Equal("account 12", await one.NextAsync());
        Assert.Equal("account 12", await calls.Reader.ReadAsync(Token));
        Assert.Null(await calls.Reader.ReadAsync(Token));
        await one.Log.SeenAsync("What other nodes changed in accounts is read again");
    }

    [Fact]
    public void Desk_MoreKeysThanAreKept_AreOneCallForAnything()
    {
        using var desk = new NewsDesk(new LogLines<NodeNews>());
        var calls = new List<string?>();
        using var stop = new CancellationTokenSource();
        desk.Add("accounts", key =>
        {
            calls.Add(key);
            stop.Cancel();
        });

        for (var i = 0; i <= NewsDesk.MostKeys; i++) desk.Say("accounts", $"account {i}");
        var running = desk.RunAsync(stop.Token);

        Assert.True(running.IsCompletedSuccessfully);
        Assert.Equal([null], calls);
    }

    private static async Task EndListenersAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'SystemFlow news' AND datname = current_database()", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync(Token));
    }
}
