using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Protection;

/// <summary>
/// The keys that cookies and links are protected with, where nodes share a PostgreSQL: what one protects every other can read. One node
/// alone keeps them in its data folder.
/// </summary>
public sealed class ProtectionKeys
{
    /// <summary>
    /// Nodes that start together each find that there is no key, and each make one. What comes so soon after another is not taken: whoever
    /// made it reads the other's.
    /// </summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private const string Name = "protection";

    internal static readonly Schema Tables = new(Name,
    [
        dialect => $"CREATE TABLE protection_key (number {dialect.Identity}, name TEXT NOT NULL, xml TEXT NOT NULL, at BIGINT NOT NULL)",
    ]);

    private readonly OperationsDatabase _database;
    private readonly TimeProvider _time;

    /// <summary>Opens them in the storage's PostgreSQL.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be used.</exception>
    public ProtectionKeys(OperationsStorage storage, TimeProvider time) : this(storage.Of(Name, ""), time)
    {
    }

    internal ProtectionKeys(OperationsDatabase database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        database.Upgrade(Tables);
    }

    /// <summary>Every element as it was added, the oldest first.</summary>
    public IReadOnlyList<string> All => _database.Read(database => database.Query<string>("SELECT xml FROM protection_key ORDER BY number").AsList());

    /// <summary>Adds an element: for good, for what was protected with a key must stay readable.</summary>
    /// <param name="name">What its maker calls it.</param>
    /// <param name="isKey">Whether it is a key, of which one is enough at a time; a revocation is always taken.</param>
    /// <returns>Whether it was taken.</returns>
    public bool Add(string name, string xml, bool isKey)
    {
        var now = _time.GetUtcNow().UtcTicks;
        return _database.Write(database =>
        {
            var last = database.ExecuteScalar<long?>("SELECT max(at) FROM protection_key WHERE name LIKE 'key-%'");
            if (isKey && last is { } at && now - at < Together.Ticks) return false;
            return database.Execute("INSERT INTO protection_key (name, xml, at) VALUES (@name, @xml, @now)", new { name, xml, now }) == 1;
        });
    }
}
