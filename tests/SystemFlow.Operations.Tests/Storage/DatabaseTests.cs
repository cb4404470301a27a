using System.Data.Common;
using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Tests.Storage;

public sealed class SqliteDatabaseTests() : DatabaseTests(new FileStore());

public sealed class PostgresDatabaseTests(Postgres server) : DatabaseTests(new ServerStore(server));

public abstract class DatabaseTests(TestStore store) : StoreTests(store)
{
    private static readonly Schema Pears = new("pears", [dialect => $"CREATE TABLE pears (id {dialect.Identity}, name TEXT NOT NULL); {dialect.Guard("pears", "pears_stay", "pears_grow", "a pear")}"]);
    private static readonly Schema Stones = Pears with
    {
        Steps = [.. Pears.Steps, _ => "CREATE TABLE stones (id BIGINT PRIMARY KEY, pear BIGINT NOT NULL); INSERT INTO stones (id, pear) SELECT id, id FROM pears"],
    };

    private static readonly Schema Counter = new("counter", [dialect => $"CREATE TABLE counts (number {dialect.NumberKey})"]);

    [Fact]
    public void Upgrade_Twice_MakesTablesOnce()
    {
        Open().Upgrade(Pears);
        Open().Upgrade(Pears);
        Add(Open(), "conference");

        Assert.Equal(["conference"], Names(Open()));
    }

    [Fact]
    public void Upgrade_FromTheVersionBefore_TakesTheNewStepOnlyAndKeepsWhatIsThere()
    {
        Open().Upgrade(Pears);
        Add(Open(), "williams");

        Open().Upgrade(Stones);

        Assert.Equal(1, Open().Read(database => database.ExecuteScalar<long>("SELECT pear FROM stones")));
        Assert.Equal(["williams"], Names(Open()));
    }

    [Fact]
    public void Upgrade_WhatANewerProgramWrote_IsRefusedInWords()
    {
        Open().Upgrade(Stones);

        var error = Assert.Throws<StorageException>(() => Open().Upgrade(Pears));

        Assert.Contains("newer version of this program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_ByManyProgramsAtOnce_TakesEachStepOnce()
    {
        var programs = Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open().Upgrade(Stones), Cancelled));

        await Task.WhenAll(programs);

        Assert.Empty(Names(Open()));
    }

    [Fact]
    public void Upgrade_AStepThatFails_LeavesNothingOfIt()
    {
        Open().Upgrade(Pears);
        var broken = Pears with { Steps = [.. Pears.Steps, _ => "CREATE TABLE stones (id BIGINT); INSERT INTO nowhere (id) VALUES (1)"] };

        Assert.ThrowsAny<DbException>(() => Open().Upgrade(broken));

        Open().Upgrade(Stones);
        Assert.Empty(Open().Read(database => database.Query<long>("SELECT id FROM stones")));
    }

    [Fact]
    public void Write_ThatThrows_KeepsAndRemembersNothing()
    {
        var (database, remembered) = (Open(), false);
        database.Upgrade(Pears);

        Assert.Throws<FormatException>(() => database.Write(
            inner =>
            {
                inner.Execute("INSERT INTO pears (name) VALUES ('nashi')");
                throw new FormatException();
            },
            () => remembered = true));

        Assert.False(remembered);
        Assert.Empty(Names(database));
    }

    [Fact]
    public void Write_Guarded_RefusesToChangeOrRemoveInTheGuardsWords()
    {
        var database = Open();
        database.Upgrade(Pears);
        Add(database, "nashi");

        var change = Assert.ThrowsAny<DbException>(() => database.Write(inner => inner.Execute("UPDATE pears SET name = 'apple'")));
        var removal = Assert.ThrowsAny<DbException>(() => database.Write(inner => inner.Execute("DELETE FROM pears")));

        Assert.Contains("a pear is never changed", change.Message, StringComparison.Ordinal);
        Assert.Contains("a pear is never removed", removal.Message, StringComparison.Ordinal);
        Assert.Equal(["nashi"], Names(database));
    }

    [Fact]
    public async Task Write_ByManyProgramsAtOnce_EachReadsWhatTheOneBeforeWrote()
    {
        const int Programs = 4;
        const int Writes = 25;
        Open().Upgrade(Counter);
        var programs = Enumerable.Range(0, Programs).Select(_ => Open()).ToList();

        await Task.WhenAll(programs.Select(program => Task.Run(
            () =>
            {
                for (var write = 0; write < Writes; write++)
                {
                    program.Write(database => database.Execute(
                        "INSERT INTO counts (number) VALUES (@next)",
                        new { next = 1 + database.ExecuteScalar<long>("SELECT coalesce(max(number), 0) FROM counts") }));
                }
            },
            Cancelled)));

        Assert.Equal(Programs * Writes, Open().Read(database => database.ExecuteScalar<long>("SELECT count(*) FROM counts")));
    }

    [Fact]
    public void Read_WhatIsNotThere_IsTheProvidersFault() =>
        Assert.ThrowsAny<DbException>(() => Open().Read(database => database.ExecuteScalar<long>("SELECT count(*) FROM nowhere")));

    [Fact]
    public void Renew_AfterAnothersWrite_RemembersWhatIsThere()
    {
        var (one, other) = (Open(), Open());
        one.Upgrade(Pears);
        Add(other, "comice");
        IReadOnlyList<string> held = [];

        one.Renew(Names, names => held = names);

        Assert.Equal(["comice"], held);
    }

    private static void Add(OperationsDatabase database, string name) =>
        database.Write(inner => inner.Execute("INSERT INTO pears (name) VALUES (@name)", new { name }));

    private static List<string> Names(OperationsDatabase database) => database.Read(Names);

    private static List<string> Names(DbConnection database) => database.Query<string>("SELECT name FROM pears ORDER BY id").AsList();

    private OperationsDatabase Open() => Store.Open().Of("orchard", Store.PathOf("orchard"));
}
