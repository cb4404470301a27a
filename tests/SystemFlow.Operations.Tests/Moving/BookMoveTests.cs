using System.Collections.Immutable;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Moving;
using SystemFlow.Operations.Protection;
using SystemFlow.Operations.Storage;
using SystemFlow.Operations.Tests.Actions;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Moving;

public sealed class BookMoveTests(Postgres server) : IAsyncLifetime
{
    private const string Jo = "Jo Smith, site lead";

    private static readonly KeyScope Lister = new([A.Lister], 120, "Bed system");

    private readonly FileStore _files = new();
    private readonly ServerStore _server = new(server);
    private readonly ManualTime _time = new(A.Monday9am);
    private readonly EphemeralDataProtectionProvider _protection = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.BeginAsync(Cancelled);
        foreach (var (name, schemas) in Books.All.Where(book => book.Database != "protection"))
        {
            foreach (var schema in schemas) _files.ByHand(name).Upgrade(schema);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Run_TakesWhatPeopleDid_AndEachBookGoesOnWhereItWas()
    {
        var secret = KeysIn(_files).Issue("lister-pas", Lister, Jo);
        var ann = await AccountsIn(_files).CreateAsync("ann.other@nhs.net", "Ann Other", "site lead", "East and North Hertfordshire", [new Grant(Role.Lead, A.Lister)], "three words together", Jo);
        var session = await AccountsIn(_files).BeginSessionAsync(ann.Id, "192.0.2.1", "Edge on Windows", "password", isStrong: true);
        foreach (var words in (string[])["First", "Second"]) Write(_files, words);
        await DeclareAsync(_files, "Corridor full");
        await GiveAsync(_files, "Open six beds");

        Move();

        Assert.Equal(("lister-pas", 120, A.Monday9am), KeysIn(_server).Find(secret) is { } key ? (key.Feed, key.MessagesPerMinute, key.CreatedAt) : default);
        var account = AccountsIn(_server).FindByName("ann.other@nhs.net")!;
        Assert.Equal((ann.Id, ann.Words, ann.CreatedAt, ann.IsSuspended), (account.Id, account.Words, account.CreatedAt, account.IsSuspended));
        Assert.Equal(ProofResult.Right, (await AccountsIn(_server).CheckPasswordAsync("ann.other@nhs.net", "three words together")).Result);
        Assert.Equal([new Grant(Role.Lead, A.Lister)], AccountsIn(_server).GrantsOf(ann.Id));
        Assert.Equal(session.Id, Assert.Single(AccountsIn(_server).Sessions(ann.Id)).Id);
        Write(_server, "Third");
        Assert.True((await AuditIn(_server).CheckAsync(Cancelled)).Holds);
        Assert.Equal([3, 2, 1], (await AuditIn(_server).ReadAsync(new AuditQuestion(), 10, Cancelled)).Select(line => line.Number));
        await DeclareAsync(_server, "Corridor full again");
        Assert.Equal(2, Count(_server, "events", "declared_levels"));
        Assert.Equal(2, (await GiveAsync(_server, "Open six more")).Number);
        var journal = await new Operations.Journal.Journal(EventsIn(_server)).CheckAsync(Cancelled);
        Assert.Equal((4L, null), (journal.Lines, journal.Broken));
    }

    [Fact]
    public async Task Run_SaysOfEachTableHowManyRowsCame_AndLeavesTheFilesAsTheyWere()
    {
        Write(_files, "First");
        await DeclareAsync(_files, "Corridor full");

        var moved = Move();

        Assert.All(moved.Where(table => table.Database != "protection"), table => Assert.Equal(Count(_files, table.Database, table.Table), table.Rows));
        Assert.All(moved, table => Assert.Equal(table.Rows, Count(_server, table.Database, table.Table)));
        Assert.Equal(1, moved.Single(table => table.Table == "audit").Rows);
        Assert.Equal(1, moved.Single(table => table.Table == "journal").Rows);
    }

    [Fact]
    public void Run_TakesTheKeysOfCookies_TheOldestFirst()
    {
        RingKey[] keys = [new("key-b", "<key>b</key>", A.Monday9am), new("key-a", "<key>a</key>", A.Monday9am.AddDays(-90))];

        Move(keys);

        Assert.Equal(["<key>a</key>", "<key>b</key>"], new ProtectionKeys(_server.Open(), _time).All);
    }

    [Fact]
    public void Run_IntoWhatANodeHasBegun_IsRefusedAndChangesNothing()
    {
        KeysIn(_files).Issue("lister-pas", Lister, Jo);
        Write(_files, "First");
        var secret = KeysIn(_server).Issue("watford-pas", Lister, Jo);

        var error = Assert.Throws<StorageException>(() => Move());

        Assert.Contains("is not empty", error.Message, StringComparison.Ordinal);
        Assert.NotNull(KeysIn(_server).Find(secret));
        Assert.Equal(0, Count(_server, "audit", "audit"));
    }

    [Fact]
    public void Run_OfFilesOfAnOlderProgram_SaysToStartThisOneOnThemFirst()
    {
        _files.Execute("intake", "UPDATE schema_version SET version = 1 WHERE book = 'intake'");

        var error = Assert.Throws<StorageException>(() => Move());

        Assert.Contains("Start this version once on the files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfABookThatWasNotBegun_LeavesItToBegin()
    {
        _files.Execute("events", "DROP TABLE handovers; DROP TABLE handovers_taken; DELETE FROM schema_version WHERE book = 'handovers'");

        var moved = Move();

        Assert.Equal(0, moved.Single(table => table.Table == "handovers").Rows);
        Assert.Equal(0, Count(_server, "events", "handovers"));
    }

    [Fact]
    public void Run_OfAFileWithATableThatIsNotKnown_MovesNothing()
    {
        Write(_files, "First");
        _files.Execute("events", "CREATE TABLE pears (id INTEGER PRIMARY KEY)");

        var error = Assert.Throws<StorageException>(() => Move());

        Assert.Contains("table pears", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(_server, "audit", "audit"));
    }

    [Fact]
    public void Run_ThatFailsHalfway_LeavesNothing_AndCanBeDoneAgain()
    {
        Write(_files, "First");
        KeysIn(_files).Issue("lister-pas", Lister, Jo);
        _files.Execute("operations", "UPDATE feed_keys SET per_minute = 'many'");

        var error = Assert.Throws<StorageException>(() => Move());

        Assert.Contains("table feed_keys", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(_server, "audit", "audit"));
        _files.Execute("operations", "UPDATE feed_keys SET per_minute = 120");
        Move();
        Assert.Equal(1, Count(_server, "audit", "audit"));
    }

    private ImmutableArray<MovedTable> Move(params RingKey[] keys) => new BookMove(_server.Connection).Run(
        BookMove.Files.Where(name => File.Exists(_files.PathOf(name))).ToDictionary(name => name, _files.PathOf), keys);

    private FeedKeys KeysIn(TestStore store) => new(store.Open(), store.PathOf("operations"), _time);

    private AccountBook AccountsIn(TestStore store) =>
        new(store.Open(), new AccountBookOptions(store.PathOf("accounts"), Iterations: 100, RefusesAfter: TimeSpan.Zero), _time, _protection, NullLoggerFactory.Instance);

    private AuditLog AuditIn(TestStore store) =>
        new(store.Open(), new AuditOptions { Path = store.PathOf("audit"), Key = "a-key-of-more-than-thirty-two-characters" }, _time, NullLogger<AuditLog>.Instance);

    private EventLog EventsIn(TestStore store) => new(store.Open(), Options.Create(new EventLogOptions { Path = store.PathOf("events") }), _time);

    private void Write(TestStore store, string words) =>
        AuditIn(store).Keep(new AuditEntry(A.Monday9am, Jo, "a1", AuditKind.Key, "/keys", words, A.Lister, "10.0.0.7"));

    private Task DeclareAsync(TestStore store, string reason) => EventsIn(store).DeclareAsync(
        new DeclaredLevel(A.Lister, OpelLevel.Three, reason, Jo, A.Monday9am, A.Monday9am.AddHours(4), OpelLevel.Two), Cancelled);

    private Task<JointAction> GiveAsync(TestStore store, string what) =>
        new ActionLog(EventsIn(store), _time).GiveAsync(number => SampleChange.Given(number, what, _time.GetUtcNow()), Cancelled);

    private static long Count(TestStore store, string name, string table) =>
        store.ByHand(name).Read(database => database.ExecuteScalar<long>($"SELECT count(*) FROM {table}"));
}
