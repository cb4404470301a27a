using System.Data.Common;
using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Notices;

/// <summary>Who used a link, and when.</summary>
public sealed record LinkUse(string By, DateTimeOffset At);

/// <summary>Links in messages that were used, in the operations database: each counts once, after a restart too.</summary>
public sealed class UsedLinks
{
    internal static readonly Schema Tables = new(
        "links", [sql => $"CREATE TABLE IF NOT EXISTS used_links (link TEXT PRIMARY KEY, by TEXT NOT NULL, at BIGINT NOT NULL){sql.WithoutRowId}"]);

    // Links live for a day; after two, who used one says nothing to anybody.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    private readonly OperationsDatabase _database;

    /// <summary>In a file.</summary>
    public UsedLinks(string path) : this(new SqliteDatabase(path))
    {
    }

    /// <summary>Where everything is kept: of the nodes of a cluster one can use a link.</summary>
    /// <param name="path">The file, where it is files.</param>
    public UsedLinks(OperationsStorage storage, string path) : this(storage.Of("operations", path))
    {
    }

    private UsedLinks(OperationsDatabase database)
    {
        _database = database;
        database.Upgrade(Tables);
    }

    /// <summary>Uses a link up; null if it was new, else who had used it.</summary>
    public LinkUse? Use(string link, LinkUse use) => _database.Write(database =>
    {
        database.Execute("DELETE FROM used_links WHERE at < @Oldest", new { Oldest = (use.At - KeptFor).UtcTicks });
        var isNew = database.Execute(
            "INSERT INTO used_links (link, by, at) VALUES (@link, @By, @At) ON CONFLICT DO NOTHING", new { link, use.By, At = use.At.UtcTicks }) == 1;
        return isNew ? null : Find(database, link);
    });

    /// <summary>Who used a link; null for nobody yet.</summary>
    public LinkUse? Find(string link) => _database.Read(database => Find(database, link));

    /// <summary>Makes a link new again, because what it was used for could not be done.</summary>
    public void GiveBack(string link) => _database.Write(database => { database.Execute("DELETE FROM used_links WHERE link = @link", new { link }); });

    private static LinkUse? Find(DbConnection database, string link)
    {
        using var rows = database.ExecuteReader("SELECT by, at FROM used_links WHERE link = @link", new { link });
        return rows.Read() ? new LinkUse(rows.GetString(0), new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero)) : null;
    }
}
