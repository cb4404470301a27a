using Microsoft.Data.Sqlite;

namespace SystemFlow.Series.Embedded;

/// <summary>Opens the database file, and brings one written by an earlier version forward.</summary>
internal static class SeriesFile
{
    /// <summary>What this program writes: the count of <see cref="Migrations"/>, kept in <c>user_version</c>.</summary>
    public static int Version => Migrations.Length;

    // Durable before acknowledged: FULL makes every commit wait for the disk. 8,192 pages are 64 MB of log, after
    // which it is folded into the database: rare enough that a page changed by many commits is written there once. Two blocks and more
    // share a page of 8 KB.
    private const string WriterPragmas = """
        PRAGMA page_size = 8192;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 8192;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -65536;
        PRAGMA temp_store = MEMORY;
        """;

    // The nth brings a file from version n to n + 1. One that was ever released is never edited.
    private static readonly (string Sql, Action<SqliteConnection> Then)[] Migrations =
    [
        ("""
        CREATE TABLE series (id INTEGER PRIMARY KEY, place TEXT NOT NULL, metric TEXT NOT NULL, UNIQUE (place, metric));
        CREATE TABLE origin (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, method TEXT NOT NULL, cadence INTEGER, absent TEXT);
        CREATE TABLE reading (
            series INTEGER NOT NULL, period_end INTEGER NOT NULL, value REAL, origin INTEGER NOT NULL,
            submitted INTEGER, started INTEGER, detail TEXT,
            PRIMARY KEY (series, period_end)) WITHOUT ROWID;
        CREATE TABLE amendment (
            id INTEGER PRIMARY KEY, amended_by INTEGER NOT NULL,
            series INTEGER NOT NULL, period_end INTEGER NOT NULL, value REAL, origin INTEGER NOT NULL,
            submitted INTEGER, started INTEGER, detail TEXT);
        CREATE INDEX amendment_of ON amendment (series, period_end);
        """, _ => { }),
        ("""
        ALTER TABLE reading ADD COLUMN known INTEGER;
        ALTER TABLE amendment ADD COLUMN known INTEGER;
        """, _ => { }),
        ("""
        ALTER TABLE series ADD COLUMN newest BLOB;
        CREATE TABLE log (seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE block (
            id INTEGER PRIMARY KEY, series INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, known INTEGER NOT NULL,
            count INTEGER NOT NULL, level INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE UNIQUE INDEX block_of ON block (series, first, known);
        CREATE INDEX block_known ON block (known);
        CREATE INDEX block_age ON block (level, last, count);
        CREATE TABLE damaged (id INTEGER PRIMARY KEY, series INTEGER, first INTEGER, last INTEGER, bytes BLOB NOT NULL);
        """, RowsIntoBlocks.Run),
    ];

    /// <summary>The one connection that writes.</summary>
    /// <exception cref="SeriesException">The file is from a newer version, or is no series file.</exception>
    public static SqliteConnection OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWriteCreate, connection =>
    {
        RefuseForeign(connection, path);
        Execute(connection, WriterPragmas);
        Migrate(connection);
    });

    /// <summary>A connection that only reads, and never holds up the one that writes.</summary>
    public static SqliteConnection OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly, _ => { });

    /// <summary>Bytes on disk, with SQLite's log beside the file.</summary>
    public static long BytesOf(string path) => new[] { path, $"{path}-wal" }.Select(name => new FileInfo(name)).Where(file => file.Exists).Sum(file => file.Length);

    private static SqliteConnection Open(string path, SqliteOpenMode mode, Action<SqliteConnection> prepare)
    {
        const int SecondsToWaitForALock = 5;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false, // Readers are kept with their statements, which a pool would throw away.
            DefaultTimeout = SecondsToWaitForALock,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {SecondsToWaitForALock * 1000}");
            prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="SeriesException">It was written by an older or a newer program, or is no series file.</exception>
    public static void RefuseOtherVersions(SqliteConnection connection, string path)
    {
        RefuseForeign(connection, path);
        if (Number(connection, "PRAGMA user_version") is var version && version < Version)
        {
            throw new SeriesException($"{path} has version {version}, from before this program. Start the program on it once, which brings it forward.");
        }
    }

    private static void RefuseForeign(SqliteConnection connection, string path)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw new SeriesException(
                $"{path} has version {version}, and this program knows versions up to {Version}. Start the newer "
                + "program that wrote it, or put back the backup from before.");
        }

        if (version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new SeriesException($"{path} is another program's database. Change Series:Path.");
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        for (var version = Number(connection, "PRAGMA user_version"); version < Version; version++)
        {
            var (sql, then) = Migrations[version];
            Execute(connection, $"BEGIN IMMEDIATE; {sql} PRAGMA user_version = {version + 1};");
            then(connection); // If it fails, the connection is closed, and nothing of this step stays.
            Execute(connection, "COMMIT");
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
