using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Tests.Storage;

/// <summary>Where the books of one test lie: files, or a server. Whatever is opened on it a second time is as another process.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<OperationsStorage> _opened = [];
    private readonly List<NodeNews> _news = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-books-");

    /// <summary>What the nodes that were opened hear by, in the order of opening.</summary>
    internal IReadOnlyList<NodeNews> News => _news;

    /// <summary>Makes it ready.</summary>
    public abstract Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>What a process that starts on it has.</summary>
    public OperationsStorage Open()
    {
        var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = Connection }));
        _opened.Add(storage);
        return storage;
    }

    /// <summary>What a node has that starts on it: it hears the others. On files, as <see cref="Open"/>.</summary>
    public async Task<OperationsStorage> OpenNodeAsync()
    {
        if (Connection.Length == 0) return Open();
        var log = new LogLines<NodeNews>();
        var news = new NodeNews(Connection, NodeId.New(), log);
        _news.Add(news);
        await news.StartAsync(TestContext.Current.CancellationToken);
        await log.SeenAsync("hears what the others change");
        var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = Connection }), news);
        _opened.Add(storage);
        return storage;
    }

    /// <summary>What somebody has who works on it by hand.</summary>
    internal OperationsDatabase ByHand(string name) => Open().Of(name, PathOf(name));

    /// <summary>Does something by hand.</summary>
    /// <param name="unguarded">The table whose triggers are dropped before, with them; null for none.</param>
    internal void Execute(string name, string sql, (string Table, string[] Triggers)? unguarded = null)
    {
        var database = ByHand(name);
        database.Write(inner =>
        {
            foreach (var trigger in unguarded?.Triggers ?? []) inner.Execute($"DROP TRIGGER {trigger}{(database.IsShared ? $" ON {unguarded!.Value.Table}" : "")}");
            inner.Execute(sql);
        });
    }

    /// <summary>From now on nothing can be added to a table, as on a disk that is full; it can still be read.</summary>
    internal void Fill(string name, string table) => Execute(name, ByHand(name).Dialect.Refuse(table, $"full_{table}", "1 = 1", "database or disk is full"));

    /// <summary>There is room again.</summary>
    internal void MakeRoom(string name, string table) => Execute(name, $"DROP TRIGGER full_{table}{(ByHand(name).IsShared ? $" ON {table}" : "")}");

    /// <summary>Everything that is written under a name.</summary>
    internal string WrittenIn(string name)
    {
        var database = ByHand(name);
        if (database.IsShared)
        {
            return database.Read(inner => string.Concat(
                inner.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = @name", new { name }).ToList()
                    .SelectMany(table => inner.Query<string>($"SELECT line::text FROM {table} AS line"))));
        }

        SqliteConnection.ClearAllPools();
        return string.Concat(Directory.GetFiles(_folder.FullName).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    /// <summary>The file of that name, where it is files.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, $"{name}.db");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var news in _news)
        {
            await news.StopAsync(CancellationToken.None);
            news.Dispose();
        }

        foreach (var storage in _opened) storage.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>The server's; empty for files.</summary>
    public abstract string Connection { get; }
}

/// <summary>SQLite files in a folder of their own.</summary>
public sealed class FileStore : TestStore
{
    public override string Connection => "";

    public override Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A database of its own on the tests' PostgreSQL.</summary>
public sealed class ServerStore(Postgres server) : TestStore
{
    private string _connection = "";

    public override string Connection => _connection;

    public override async Task BeginAsync(CancellationToken cancellationToken) => _connection = await server.NewDatabaseAsync(cancellationToken);
}

/// <summary>Tests of what must be the same wherever it is kept: a class for each store derives from them.</summary>
public abstract class StoreTests(TestStore store) : IAsyncLifetime
{
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected TestStore Store => store;

    public virtual async ValueTask InitializeAsync() => await store.BeginAsync(Cancelled);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await store.DisposeAsync();
    }
}
