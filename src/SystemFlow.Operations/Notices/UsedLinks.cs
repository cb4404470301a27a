using Dapper;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.Notices;

/// <summary>Who used a link, and when.</summary>
public sealed record LinkUse(string By, DateTimeOffset At);

/// <summary>Links in messages that were used, in the operations database: each counts once, after a restart too.</summary>
public sealed class UsedLinks
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS used_links (
            link TEXT PRIMARY KEY,
            by TEXT NOT NULL,
            at INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    // Links live for a day; after two, who used one says nothing to anybody.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    private readonly string _connection;

    /// <summary>Opens the database, and makes it where there is none.</summary>
    public UsedLinks(string path)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var database = Open();
        database.Execute(Schema);
    }

    /// <summary>Uses a link up; null if it was new, else who had used it.</summary>
    public LinkUse? Use(string link, LinkUse use)
    {
        using var database = Open();
        database.Execute("DELETE FROM used_links WHERE at < @Oldest", new { Oldest = (use.At - KeptFor).UtcTicks });
        var isNew = database.Execute(
            "INSERT OR IGNORE INTO used_links (link, by, at) VALUES (@link, @By, @At)", new { link, use.By, At = use.At.UtcTicks }) == 1;
        return isNew ? null : Find(database, link);
    }

    /// <summary>Who used a link; null for nobody yet.</summary>
    public LinkUse? Find(string link)
    {
        using var database = Open();
        return Find(database, link);
    }

    /// <summary>Makes a link new again, because what it was used for could not be done.</summary>
    public void GiveBack(string link)
    {
        using var database = Open();
        database.Execute("DELETE FROM used_links WHERE link = @link", new { link });
    }

    private static LinkUse? Find(SqliteConnection database, string link)
    {
        using var rows = database.ExecuteReader("SELECT by, at FROM used_links WHERE link = @link", new { link });
        return rows.Read() ? new LinkUse(rows.GetString(0), new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero)) : null;
    }

    private SqliteConnection Open()
    {
        var database = new SqliteConnection(_connection);
        database.Open();
        database.Execute("PRAGMA busy_timeout = 5000");
        return database;
    }
}
