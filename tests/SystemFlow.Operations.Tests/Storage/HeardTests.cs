using System.Threading.Channels;
using Npgsql;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Tests.Storage;

public sealed class HeardTests(Postgres server) : StoreTests(new ServerStore(server))
{
    [Fact]
    public async Task Tell_WithinAWrite_IsHeardInThatSchemaOnTheOtherNodeAlone()
    {
        var (one, other) = (await Store.OpenNodeAsync(), await Store.OpenNodeAsync());
        var (here, there, elsewhere) = (await FollowAsync(one, "events"), await FollowAsync(other, "events"), await FollowAsync(other, "intake"));

        one.Of("events", "").Write(database => one.Of("events", "").Tell(database, "alert 1"));
        other.Of("intake", "").Write(database => other.Of("intake", "").Tell(database, "feed 2"));
        one.Of("intake", "").Write(database => one.Of("intake", "").Tell(database, "feed 3"));
        other.Of("events", "").Write(database => other.Of("events", "").Tell(database, "alert 4"));

        Assert.Equal("alert 1", await there.ReadAsync(Cancelled));
        Assert.Equal("feed 3", await elsewhere.ReadAsync(Cancelled));
        Assert.Equal("alert 4", await here.ReadAsync(Cancelled));
    }

    [Fact]
    public async Task Write_WhoseAnswerWasLost_IsReadAgain()
    {
        var storage = await Store.OpenNodeAsync();
        var heard = await FollowAsync(storage, "events");

        Assert.ThrowsAny<NpgsqlException>(() => storage.Of("events", "").Write(database => EndConnection(storage, ((NpgsqlConnection)database).ProcessID)));

        Assert.Null(await heard.ReadAsync(Cancelled));
    }

    private static async Task<ChannelReader<string?>> FollowAsync(OperationsStorage storage, string name)
    {
        var heard = Channel.CreateBounded<string?>(10);
        storage.Of(name, "").Heard += key => heard.Writer.TryWrite(key);
        Assert.Null(await heard.Reader.ReadAsync(Cancelled)); // What was told before anybody listened.
        return heard.Reader;
    }

    private static void EndConnection(OperationsStorage storage, int process)
    {
        using var other = new NpgsqlConnection($"{storage.ConnectionString};Pooling=false");
        other.Open();
        using var end = new NpgsqlCommand("SELECT pg_terminate_backend($1)", other) { Parameters = { new() { Value = process } } };
        Assert.True(end.ExecuteScalar() is true);
    }
}
