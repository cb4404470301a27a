using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SystemFlow.Series.Influx;

/// <summary>Opens the spool's file, and puts what goes wrong with it into words.</summary>
internal static class SpoolFile
{
    private const int Version = 1;

    // Rows leave as they came, so what they leave free is soon used again; after an outage the file is made smaller. The index begins with the
    // period: readings come in its order, so that a batch of a thousand series touches a few pages of it, not a thousand.
    private const string Schema = """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, place TEXT NOT NULL, metric TEXT NOT NULL,
            raw_from INTEGER NOT NULL DEFAULT 0, five_from INTEGER NOT NULL DEFAULT 0, thinned_to INTEGER NOT NULL DEFAULT 0,
            UNIQUE (place, metric));
        CREATE TABLE point (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, series INTEGER NOT NULL, period INTEGER NOT NULL, value REAL,
            submitted INTEGER NOT NULL, known INTEGER, about TEXT NOT NULL, at INTEGER,
            old_value REAL, old_submitted INTEGER, old_known INTEGER, old_about TEXT, came INTEGER NOT NULL);
        CREATE INDEX point_of ON point (period, series);
        CREATE TABLE refused (
            id INTEGER PRIMARY KEY, refused_at TEXT NOT NULL, place TEXT NOT NULL, metric TEXT NOT NULL, period_end TEXT NOT NULL,
            lines TEXT NOT NULL, words TEXT NOT NULL);
        CREATE TABLE kept (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """;

    public static string In(string folder) => Path.Combine(folder, "spool.db");

    /// <summary>The connection that takes readings in: every commit waits for the disk.</summary>
    /// <exception cref="SeriesException">The file is another program's, or a newer version's.</exception>
    public static SqliteConnection Create(string path) => Open(path, connection =>
    {
        Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL"); // Before there is a table, or it is too late.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -32768");
        var version = Number(connection, "PRAGMA user_version");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_schema");
        if (version > Version || (version == 0 && tables > 0))
        {
            throw new SeriesException($"{path} is another program's, or of a newer version of this one. Change Series:Influx:SpoolPath, "
                + "or start the program that wrote it.");
        }

        if (version == 0) Execute(connection, $"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {Version}; COMMIT;");
    });

    /// <summary>A connection that takes out what the server has. That need not wait for the disk: what comes back is sent again.</summary>
    public static SqliteConnection OpenToEmpty(string path) => Open(path, connection => Execute(connection, "PRAGMA synchronous = NORMAL"));

    public static SqliteConnection OpenToRead(string path) => Open(path, connection => Execute(connection, "PRAGMA query_only = 1"));

    /// <summary>One program at a time.</summary>
    public static FileStream Claim(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "spool.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SeriesException($"The spool in {folder} is in use by another program, or its folder cannot be written to. Close the "
                + $"other one, or change Series:Influx:SpoolPath. ({error.Message})", error);
        }
    }

    public static SeriesException Explain(Exception error, string path)
    {
        if (error is SeriesException explained) return explained;
        var (retryAfter, words) = (error as SqliteException)?.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => (30, $"There is no room on the disk for {path}. Free some: the store then carries on by itself, and senders "
                + "send again what was refused."),
            raw.SQLITE_IOERR => (30, $"The disk failed under {path}. Check the disk and the system's log; the store tries again with the next batch."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (5, $"Another program holds {path} locked. Close it, and send again."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (0, $"{path} is damaged. Move it away, with the files beside it that begin with its name: "
                + "what waited in it for InfluxDB is lost, and senders must send it again."),
            _ => (0, $"The spool {path} cannot be used. Let the program's account write to it and to its folder, or change Series:Influx:SpoolPath."),
        };
        return new SeriesException(string.Create(CultureInfo.InvariantCulture, $"{words} ({error.Message})"), error)
        {
            RetryAfter = retryAfter == 0 ? null : TimeSpan.FromSeconds(retryAfter),
        };
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static SqliteConnection Open(string path, Action<SqliteConnection> prepare)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 5000");
            prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
