using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Tests.Storage;

public sealed class OperationsStorageTests(Postgres server) : StoreTests(new ServerStore(server))
{
    [Fact]
    public void Of_TheSameName_IsTheSameDatabase()
    {
        var storage = Store.Open();

        Assert.Same(storage.Of("events", Store.PathOf("events")), storage.Of("events", Store.PathOf("events")));
        Assert.NotSame(storage.Of("events", Store.PathOf("events")), storage.Of("intake", Store.PathOf("intake"), StorageTerms.Light));
    }

    [Fact]
    public void Of_TwoNames_TheSameTableIsTwo()
    {
        var storage = Store.Open();
        var (one, other) = (storage.Of("events", ""), storage.Of("intake", ""));
        one.Upgrade(Numbers);
        other.Upgrade(Numbers);

        one.Write(database => database.Execute("INSERT INTO numbers (id) VALUES (7)"));

        Assert.Equal(1, one.Read(Count));
        Assert.Equal(0, other.Read(Count));
    }

    [Fact]
    public void File_BesideAServer_IsAFileOfItsOwn()
    {
        var file = Store.Open().File(Store.PathOf("replay"));

        file.Upgrade(Numbers);

        Assert.False(file.IsShared);
        Assert.True(System.IO.File.Exists(Store.PathOf("replay")));
    }

    [Fact]
    public void Write_AfterTheServerEndedOurConnections_GoesOnByNewOnes()
    {
        var storage = Store.Open();
        var database = storage.Of("events", "");
        database.Upgrade(Numbers);

        EndConnections(storage);
        database.Write(inner => inner.Execute("INSERT INTO numbers (id) VALUES (1)"));
        EndConnections(storage);

        Assert.Equal(1, database.Read(Count));
    }

    [Fact]
    public void Write_WhoseConnectionIsEndedBeforeItIsKept_IsDoneAnewAndOnce()
    {
        var storage = Store.Open();
        var database = storage.Of("events", "");
        database.Upgrade(Numbers);
        var calls = 0;

        database.Write(inner =>
        {
            inner.Execute("INSERT INTO numbers (id) VALUES (@next)", new { next = 1 + Count(inner) });
            if (calls++ == 0) EndConnections(storage);
            inner.Execute("INSERT INTO numbers (id) VALUES (@next)", new { next = 1 + Count(inner) });
        });

        Assert.Equal((2, 2L), (calls, database.Read(Count)));
    }

    [Fact]
    public void Write_ByTurns_LeavesNoLockBehind()
    {
        var database = Store.Open().Of("events", "");
        database.Upgrade(Numbers);
        Assert.ThrowsAny<NpgsqlException>(() => database.Write(inner => inner.Execute("INSERT INTO nowhere (id) VALUES (1)")));

        Assert.Equal(0, database.Read(inner => inner.ExecuteScalar<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")));
    }

    [Fact]
    public void Write_GuardedAndEmptiedAtOnce_IsRefused()
    {
        var database = Store.Open().Of("events", "");
        database.Upgrade(new Schema("pears", [dialect => $"CREATE TABLE pears (id BIGINT); {dialect.Guard("pears", "pears_stay", "pears_grow", "a pear")}"]));

        var error = Assert.Throws<PostgresException>(() => database.Write(inner => inner.Execute("TRUNCATE pears")));

        Assert.Contains("a pear is never removed", error.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Database=flow;Sorcery=1", "Sorcery")]
    [InlineData("Host=db;Username=flow", "Database")]
    public void ConnectionString_ThatIsNone_IsRefusedAtTheStart(string said, string why)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Operations:ConnectionString", said)]).Build());
        services.AddOperationsStorage();
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<OperationsStorage>);

        Assert.Contains("Operations:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static readonly Schema Numbers = new("numbers", [dialect => $"CREATE TABLE numbers (id {dialect.NumberKey})"]);

    private static long Count(System.Data.Common.DbConnection database) => database.ExecuteScalar<long>("SELECT count(*) FROM numbers");

    private static void EndConnections(OperationsStorage storage)
    {
        using var other = new NpgsqlConnection($"{storage.ConnectionString};Pooling=false");
        other.Open();
        other.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
