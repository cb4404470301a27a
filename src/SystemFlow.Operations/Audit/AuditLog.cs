using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Audit;

/// <summary>
/// Who signed in, was refused, changed or took away what: lines that are added and never changed, each sealed upon the one before with a
/// key of its own. A change is written here first, and is not done where that fails; looking goes on whatever becomes of this file.
/// </summary>
public sealed partial class AuditLog
{
    /// <summary>The most lines that are read at once.</summary>
    public const int Most = 10_000;

    private readonly Lock _writing = new(); // What was folded, and the last line.
    private readonly NoteFold _notes = new();
    private readonly AuditOptions _options;
    private readonly OperationsDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditLog> _logger;
    private AuditKey? _key;
    private Anchor? _last;

    /// <summary>In a file.</summary>
    public AuditLog(AuditOptions options, TimeProvider time, ILogger<AuditLog> logger) : this(new SqliteDatabase(options.Path), options, time, logger)
    {
    }

    /// <summary>Where the program keeps what people do. Nodes that share it need the same key.</summary>
    public AuditLog(OperationsStorage storage, AuditOptions options, TimeProvider time, ILogger<AuditLog> logger)
        : this(storage.Of("audit", options.Path), options, time, logger)
    {
    }

    private AuditLog(OperationsDatabase database, AuditOptions options, TimeProvider time, ILogger<AuditLog> logger) =>
        (_database, _options, _time, _logger) = (database, options, time, logger);

    /// <summary>What the last look at all seals found, and when; null before the first.</summary>
    public AuditCheck? LastCheck { get; private set; }

    /// <summary>Keeps a line; on disk when it returns. Call it before the change that it tells of, and do not change anything where it throws.</summary>
    /// <exception cref="AuditException">It could not be kept; the message says so to whoever asked.</exception>
    public void Keep(AuditEntry entry)
    {
        lock (_writing)
        {
            WriteNeedsLock(entry);
        }
    }

    /// <summary>
    /// Keeps a line about what does not depend on it: a look, a sign-in, a refusal, an export. Where it cannot be kept it goes to the
    /// program's log instead, and nobody is held up. Many that say the same within a minute are counted.
    /// </summary>
    public void Note(AuditEntry entry)
    {
        lock (_writing)
        {
            SayFoldedNeedsLock();
            if (_notes.IsToBeWritten(entry.Cut())) TryWriteNeedsLock(entry);
        }
    }

    /// <summary>
    /// Writes down a change, does it, and writes down where it was not done after all: an audit that knows less than what was done would be
    /// worse than one that knows of an attempt.
    /// </summary>
    /// <param name="undone">Why nothing was changed; null where it was.</param>
    /// <exception cref="AuditException">It could not be written down, and was not done.</exception>
    public async Task<T> DoAsync<T>(AuditEntry entry, Func<Task<T>> change, Func<T, string?> undone)
    {
        await Task.Run(() => Keep(entry));
        T result;
        try
        {
            result = await change();
        }
        catch (Exception error)
        {
            Note(Undone(entry, $"it failed ({error.GetType().Name})."));
            throw;
        }

        if (undone(result) is { } why) Note(Undone(entry, why));
        return result;
    }

    /// <summary>The line that says that a change that was written down was not done.</summary>
    /// <param name="why">In a sentence.</param>
    public static AuditEntry Undone(AuditEntry entry, string why) => entry with { Words = $"Not done after all: {why} It was: {entry.Words}" };

    /// <summary>Says what was counted and not written, if its minute is over.</summary>
    public void SayFolded()
    {
        lock (_writing)
        {
            SayFoldedNeedsLock();
        }
    }

    /// <summary>What was asked for, newest first.</summary>
    /// <param name="most">1 to <see cref="Most"/>.</param>
    /// <exception cref="AuditException">It cannot be read.</exception>
    public Task<ImmutableArray<AuditLine>> ReadAsync(AuditQuestion question, int most, CancellationToken cancellationToken) =>
        Task.Run(() => Read((database, _) => AuditTable.Read(database, _database.Dialect, question, Math.Clamp(most, 1, Most))), cancellationToken);

    /// <summary>Looks at every seal, and whether the last line that this program wrote is still there.</summary>
    /// <exception cref="AuditException">It cannot be read.</exception>
    public Task<AuditCheck> CheckAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var anchor = _last;
            var check = Read((database, key) => AuditTable.Check(database, key, anchor?.Line));
            return LastCheck = new AuditCheck(_time.GetUtcNow(), check, anchor);
        },
        cancellationToken);

    /// <summary>The same of a file that no program need be running on, and that is left as it is.</summary>
    /// <exception cref="AuditException">There is no audit in it, or it cannot be read; the message says which.</exception>
    public static ChainCheck CheckFile(string path, AuditKey key, Anchor? expected)
    {
        if (!File.Exists(path)) throw new AuditException($"There is no file '{path}'. The audit is in audit.db of the data folder.");
        try
        {
            using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            database.Open();
            return AuditTable.Check(database, key, expected?.Line);
        }
        catch (SqliteException error)
        {
            throw new AuditException($"The audit in '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The same of the audit in a cluster's PostgreSQL.</summary>
    /// <param name="connection">As <see cref="OperationsOptions.ConnectionString"/> has it.</param>
    /// <exception cref="AuditException">There is no audit in it, or it cannot be read; the message says which.</exception>
    public static ChainCheck CheckServer(string connection, AuditKey key, Anchor? expected)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "audit", Pooling = false, Options = "-c default_transaction_read_only=on" };
            using var database = new NpgsqlConnection(settings.ToString());
            database.Open();
            return AuditTable.Check(database, key, expected?.Line);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            throw new AuditException("There is no audit in the PostgreSQL that Operations:ConnectionString names.", error);
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException or FormatException)
        {
            throw new AuditException($"The audit in PostgreSQL cannot be read: {error.Message}", error);
        }
    }

    /// <summary>What was last remembered under a name, such as the settings of the last start.</summary>
    /// <param name="isOurs">False where somebody changed it who has no key.</param>
    /// <exception cref="AuditException">It cannot be read.</exception>
    public string? Remembered(string name, out bool isOurs)
    {
        var (kept, holds) = Read((database, key) =>
        {
            var (value, seal) = database.QueryFirstOrDefault<(string?, string?)>("SELECT value, seal FROM remembered WHERE name = @name", new { name });
            return (value, value is null || seal == SealOfRemembered(key, name, value));
        });
        isOurs = holds;
        return kept;
    }

    /// <summary>Remembers under a name, in place of what was there.</summary>
    /// <exception cref="AuditException">It could not be kept.</exception>
    public void Remember(string name, string value)
    {
        lock (_writing)
        {
            Write((database, key) => database.Execute(
                "INSERT INTO remembered (name, value, seal) VALUES (@name, @value, @seal) ON CONFLICT (name) DO UPDATE SET value = @value, seal = @seal",
                new { name, value, seal = SealOfRemembered(key, name, value) }));
        }
    }

    /// <summary>A secret's mark: tells later whether it is still the same, and nothing else.</summary>
    /// <exception cref="AuditException">There is no key.</exception>
    public string MarkOf(string secret) => Read((_, key) => key.SealOf(System.Text.Encoding.UTF8.GetBytes("mark\n" + secret)));

    private static string SealOfRemembered(AuditKey key, string name, string value) => key.SealOf(System.Text.Encoding.UTF8.GetBytes($"{name}\n{value}"));

    private void SayFoldedNeedsLock()
    {
        foreach (var line in _notes.Over(_time.GetUtcNow())) TryWriteNeedsLock(line);
    }

    private void TryWriteNeedsLock(AuditEntry entry)
    {
        try
        {
            WriteNeedsLock(entry);
        }
        catch (AuditException error)
        {
            LogNotKept(error, entry.At, entry.Kind, entry.By, entry.Address, entry.Subject, entry.Words);
        }
    }

    private void WriteNeedsLock(AuditEntry entry) => _last = Write((database, key) =>
    {
        if (_last is null && !AuditTable.IsSealedWith(database, key)) throw NotOurs();
        return AuditTable.Keep(database, entry.Cut(), key);
    });

    private T Read<T>(Func<DbConnection, AuditKey, T> read) => Try(() =>
    {
        var key = Key();
        return _database.Read(database => read(database, key));
    });

    private T Write<T>(Func<DbConnection, AuditKey, T> write) => Try(() =>
    {
        var key = Key();
        return _database.Write(database => write(database, key));
    });

    private T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException)
        {
            throw new AuditException(
                "Nothing was changed, because the audit cannot record it. Try again; if it stays so, tell whoever runs this server: "
                + $"{_database.Name} cannot be used ({error.Message}).", error);
        }
    }

    // Opened when it is first needed and again until that succeeds: a full disk at the start must not keep anybody from looking. A key is made
    // with the first line only. Later a missing one is no reason to make another: no line from before would hold with it.
    private AuditKey Key()
    {
        if (_key is { } known) return known;
        _database.Upgrade(AuditTable.Tables);
        if (_options.Key is null && !File.Exists(_options.KeyFile))
        {
            if (_database.Read(AuditTable.HasLines))
            {
                throw new AuditException(
                    "Nothing was changed, because the audit cannot record it: its key is missing. Whoever runs this server puts it back "
                    + $"(audit-key, Audit:KeyFile or Audit:Key), or moves {What} away to begin a new one."
                    + (_database.IsShared ? " Every node needs the same key." : ""));
            }

            AuditKey.Make(_options.KeyFile);
        }

        return _key = _options.Key is { } given ? AuditKey.Of(given) : AuditKey.Read(_options.KeyFile);
    }

    private string What => _database.IsShared ? _database.Name : "audit.db";

    private AuditException NotOurs() => new(
        "Nothing was changed, because the audit cannot record it: its last line was not sealed with the key that is given. Whoever runs this "
        + $"server gives the key from before, or, if the line was tampered with, keeps {What} as it is and moves it away to begin a new one."
        + (_database.IsShared ? " Every node needs the same key." : ""));

    [LoggerMessage(1, LogLevel.Error, "The audit could not keep a line, so it is written here: {At:u}, {Kind}, {By}, from {Address}, {Subject}: {Words}")]
    private partial void LogNotKept(Exception error, DateTimeOffset at, AuditKind kind, string by, string? address, string subject, string words);
}

/// <summary>What a look at the whole audit found.</summary>
/// <param name="At">When, in real time.</param>
/// <param name="Last">The last line that this program wrote before it looked; null for none yet.</param>
public sealed record AuditCheck(DateTimeOffset At, ChainCheck Chain, Anchor? Last)
{
    /// <summary>Whether lines that this program wrote are not there any more.</summary>
    public bool IsCutOff => Chain.Broken is null && Last is { } last && !last.HoldsIn(Chain);

    /// <summary>Whether every line stands as it was written.</summary>
    public bool Holds => Chain.Broken is null && !IsCutOff;
}
