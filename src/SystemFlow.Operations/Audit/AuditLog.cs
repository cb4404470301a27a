using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SystemFlow.Operations.Sealing;

namespace SystemFlow.Operations.Audit;

/// <summary>
/// Who signed in, was refused, changed or took away what: lines that are added and never changed, each sealed upon the one before with a
/// key of its own. A change is written here first, and is not done where that fails; looking goes on whatever becomes of this file.
/// </summary>
public sealed partial class AuditLog(AuditOptions options, TimeProvider time, ILogger<AuditLog> logger)
{
    /// <summary>The most lines that are read at once.</summary>
    public const int Most = 10_000;

    private readonly Lock _writing = new();
    private readonly NoteFold _notes = new();
    private readonly string _path = Path.GetFullPath(options.Path);
    private AuditKey? _key;
    private Anchor? _last;

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
        Task.Run(() => Use((database, _) => AuditTable.Read(database, question, Math.Clamp(most, 1, Most))), cancellationToken);

    /// <summary>Looks at every seal, and whether the last line that this program wrote is still there.</summary>
    /// <exception cref="AuditException">It cannot be read.</exception>
    public Task<AuditCheck> CheckAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var anchor = _last;
            var check = Use((database, key) => AuditTable.Check(database, key, anchor?.Line));
            return LastCheck = new AuditCheck(time.GetUtcNow(), check, anchor);
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

    /// <summary>What was last remembered under a name, such as the settings of the last start.</summary>
    /// <param name="isOurs">False where somebody changed it who has no key.</param>
    /// <exception cref="AuditException">It cannot be read.</exception>
    public string? Remembered(string name, out bool isOurs)
    {
        var (kept, holds) = Use((database, key) =>
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
            Use((database, key) => database.Execute(
                "INSERT INTO remembered (name, value, seal) VALUES (@name, @value, @seal) ON CONFLICT (name) DO UPDATE SET value = @value, seal = @seal",
                new { name, value, seal = SealOfRemembered(key, name, value) }));
        }
    }

    /// <summary>A secret's mark: tells later whether it is still the same, and nothing else.</summary>
    /// <exception cref="AuditException">There is no key.</exception>
    public string MarkOf(string secret) => Use((_, key) => key.SealOf(System.Text.Encoding.UTF8.GetBytes("mark\n" + secret)));

    private static string SealOfRemembered(AuditKey key, string name, string value) => key.SealOf(System.Text.Encoding.UTF8.GetBytes($"{name}\n{value}"));

    private void SayFoldedNeedsLock()
    {
        foreach (var line in _notes.Over(time.GetUtcNow())) TryWriteNeedsLock(line);
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

    private void WriteNeedsLock(AuditEntry entry) => _last = Use((database, key) =>
    {
        using var transaction = database.BeginTransaction();
        if (_last is null && !AuditTable.IsSealedWith(database, key)) throw NotOurs();
        var kept = AuditTable.Keep(database, entry.Cut(), key);
        transaction.Commit();
        return kept;
    });

    // Opened when it is first needed and again until that succeeds: a full disk at the start must not keep anybody from looking.
    private T Use<T>(Func<SqliteConnection, AuditKey, T> use)
    {
        try
        {
            if (_key is null) Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path }.ToString());
            database.Open();
            database.Execute(AuditTable.Connection);
            return use(database, _key ??= Open(database));
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new AuditException(
                "Nothing was changed, because the audit cannot record it. Try again; if it stays so, tell whoever runs this server: "
                + $"audit.db cannot be used ({error.Message}).", error);
        }
    }

    // A key is made with the first line only. Later a missing one is no reason to make another: no line from before would hold with it.
    private AuditKey Open(SqliteConnection database)
    {
        database.Execute(AuditTable.Tables);
        if (options.Key is null && !File.Exists(options.KeyFile))
        {
            if (AuditTable.HasLines(database))
            {
                throw new AuditException(
                    "Nothing was changed, because the audit cannot record it: its key is missing. Whoever runs this server puts it back "
                    + "(audit-key, Audit:KeyFile or Audit:Key), or moves audit.db away to begin a new one.");
            }

            AuditKey.Make(options.KeyFile);
        }

        return options.Key is { } given ? AuditKey.Of(given) : AuditKey.Read(options.KeyFile);
    }

    private static AuditException NotOurs() => new(
        "Nothing was changed, because the audit cannot record it: its last line was not sealed with the key that is given. Whoever runs this "
        + "server gives the key from before, or, if the line was tampered with, keeps audit.db as it is and moves it away to begin a new one.");

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
