using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Operations.Storage;

/// <summary>
/// A schema of the PostgreSQL that a cluster's nodes share. Who writes holds the schema's advisory lock until the transaction ends, so that
/// the next writer, on whichever node, reads what this one wrote.
/// </summary>
internal sealed class PostgresDatabase : OperationsDatabase, IDisposable
{
    /// <summary>The function that a table's guards call with their words.</summary>
    public const string Refuse = "refuse_change";

    // Advisory locks are the whole database's, so ours say whose they are: "SFOP".
    private const int Locks = 0x5346_4F50;
    private const int Turns = Locks + 1;
    private const int MostConnections = 8;

    // Of those who wait for the server, each on a thread of the pool.
    private const int MostWaiting = 64;

    private static readonly TimeSpan LongestUpgrade = TimeSpan.FromMinutes(2);

    private readonly string _schema;
    private readonly NodeNews? _news;

    // The server's answer may need another thread of the pool, which grows by two a second once each core has one: fifty who wrote at once on
    // two cores waited for up to 49 seconds, and for two with this. Not for SQLite, whose answers need none: more threads only cost it speed.
    static PostgresDatabase()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, MostWaiting), completions);
    }

    /// <summary>The schema is made when a book's tables are (<see cref="OperationsDatabase.Upgrade"/>).</summary>
    /// <param name="connection">As <see cref="OperationsOptions.ConnectionString"/> has it.</param>
    /// <param name="schema">A plain name in small letters.</param>
    /// <param name="news">Tells the other nodes, and hears them; null for a program that keeps nothing in memory.</param>
    public PostgresDatabase(string connection, string schema, NodeNews? news = null, StorageTerms? terms = null)
    {
        var settings = Settings(connection, schema, terms ?? StorageTerms.Kept);
        (_schema, _news) = (schema, news);
        TakeTurn = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({Locks}, {LockOf(schema)})");
        Name = $"schema {schema} of PostgreSQL database {settings.Database}";
        Source = NpgsqlDataSource.Create(settings);
        news?.Follow(schema, ClearDead);
    }

    /// <inheritdoc/>
    public override event Action<string?>? Heard
    {
        add => _news?.Follow(_schema, value!);
        remove => _news?.Leave(_schema, value!);
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Postgres;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Advice => "Check that PostgreSQL runs, that this machine reaches it and that its user may write there (Operations:ConnectionString).";

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <summary>Its connections, for books that have an own way to write.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// The first statement of every transaction that writes here: waits for whoever writes now. First, because each statement sees what was
    /// committed before it began.
    /// </summary>
    public string TakeTurn { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _news?.Leave(_schema, ClearDead);
        Source.Dispose();
    }

    /// <inheritdoc/>
    public override void Upgrade(Schema schema) => WriteAlone(LongestUpgrade, database =>
    {
        Prepare(database);
        TakeSteps(database, schema);
    });

    /// <inheritdoc/>
    public override T Read<T>(Func<DbConnection, T> read)
    {
        try
        {
            return ReadOnce(read);
        }
        catch (NpgsqlException error) when (IsGone(error))
        {
            Source.Clear(); // What else lies in the pool is as dead.
            return ReadOnce(read);
        }
    }

    /// <inheritdoc/>
    public override void Tell(DbConnection database, string key) => _news?.Tell(database, _schema, key);

    /// <inheritdoc/>
    public override void Doubt() => _news?.Doubt(_schema);

    /// <inheritdoc/>
    public override async Task<T> WhileNobodyElseAsync<T>(string what, Func<Task<T>> work)
    {
        var turn = LockOf($"{_schema}/{what}");
        await using var database = await TakeAsync(turn);
        try
        {
            return await work();
        }
        finally
        {
            try
            {
                await database.ExecuteAsync("SELECT pg_advisory_unlock(@Turns, @turn)", new { Turns, turn });
            }
            catch (NpgsqlException)
            {
                // It went with its connection. The work is done all the same.
            }
        }
    }

    /// <inheritdoc/>
    protected override void WriteAlone(Action<DbConnection> write) => WriteAlone(null, write);

    private void WriteAlone(TimeSpan? longestWait, Action<DbConnection> write)
    {
        var isToBeKept = false;
        try
        {
            WriteOnce(longestWait, write, ref isToBeKept);
        }
        catch (NpgsqlException error) when (IsGone(error) && !isToBeKept)
        {
            Source.Clear(); // What else lies in the pool is as dead. Nothing was kept, so it is done anew.
            WriteOnce(longestWait, write, ref isToBeKept);
        }
    }

    private void WriteOnce(TimeSpan? longestWait, Action<DbConnection> write, ref bool isToBeKept)
    {
        using var database = Begin(longestWait, out var begun);
        using var transaction = begun;
        write(database);
        isToBeKept = true;
        try
        {
            transaction.Commit();
        }
        catch (NpgsqlException)
        {
            Doubt(); // It may be kept, and only the answer be lost.
            throw;
        }
    }

    // What lies in the pool from before the server was away is dead. Whoever follows after this reads by new connections.
    private void ClearDead(string? key)
    {
        if (key is null) Source.Clear();
    }

    private NpgsqlConnection Begin(TimeSpan? longestWait, out NpgsqlTransaction transaction)
    {
        var database = Source.OpenConnection();
        try
        {
            transaction = database.BeginTransaction();
            if (longestWait is { } longest)
            {
                var time = string.Create(CultureInfo.InvariantCulture, $"{longest.TotalMilliseconds:0}");
                database.Execute($"SET LOCAL lock_timeout = {time}; SET LOCAL idle_in_transaction_session_timeout = {time}");
            }

            database.Execute(TakeTurn, commandTimeout: (int?)longestWait?.TotalSeconds); // The server says when it was too long.
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // The session's lock: it ends with the work, or with the connection. No transaction stays open meanwhile.
    private async Task<NpgsqlConnection> TakeAsync(int turn, bool isSecond = false)
    {
        var database = await Source.OpenConnectionAsync();
        try
        {
            await database.ExecuteAsync("SELECT pg_advisory_lock(@Turns, @turn)", new { Turns, turn });
            return database;
        }
        catch (NpgsqlException error)
        {
            await database.DisposeAsync();
            if (isSecond || !IsGone(error)) throw;
        }

        Source.Clear();
        return await TakeAsync(turn, isSecond: true);
    }

    private T ReadOnce<T>(Func<DbConnection, T> read)
    {
        using var database = Source.OpenConnection();
        return read(database);
    }

    // Under the lock: two nodes that start at once would both make it.
    private void Prepare(DbConnection database)
    {
        // By the catalogues themselves: what to_regclass answers may be from before the lock.
        if (database.ExecuteScalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = @_schema AND tablename = 'schema_version'", new { _schema }) > 0) return;
        // Not without looking: who may not make schemas may use one that was made for them.
        if (database.ExecuteScalar<long>("SELECT count(*) FROM pg_namespace WHERE nspname = @_schema", new { _schema }) == 0) database.Execute($"CREATE SCHEMA {_schema}");
        database.Execute(
            $"""
            CREATE TABLE schema_version (book TEXT PRIMARY KEY, version BIGINT NOT NULL);
            CREATE OR REPLACE FUNCTION {Refuse}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''%'', TG_ARGV[0]; END';
            """);
    }

    private static NpgsqlConnectionStringBuilder Settings(string connection, string schema, StorageTerms terms)
    {
        // What is said twice counts as it was said last.
        var settings = new NpgsqlConnectionStringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"Application Name=SystemFlow;Timeout=5;Maximum Pool Size={MostConnections};{connection}"))
        {
            SearchPath = schema,
        };
        // A node that is lost with its machine sends no farewell: its lock must not outlive it by two hours, as TCP alone would have it.
        settings.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Options} -c lock_timeout={terms.LongestWait.TotalMilliseconds:0} -c idle_in_transaction_session_timeout=10000"
            + $" -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3{(terms.WaitsForDisk ? "" : " -c synchronous_commit=off")}").Trim();
        return settings;
    }

    // Whether the server went away under a connection, rather than refused what it was asked.
    private static bool IsGone(NpgsqlException error) => error is PostgresException refused
        ? refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
        : error.InnerException is IOException or System.Net.Sockets.SocketException or ObjectDisposedException;

    // FNV-1a: the same on every node and in every version.
    private static int LockOf(string schema) =>
        unchecked((int)Encoding.UTF8.GetBytes(schema).Aggregate(2_166_136_261u, (hash, one) => (hash ^ one) * 16_777_619));
}
