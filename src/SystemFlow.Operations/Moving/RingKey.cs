using Dapper;
using Npgsql;

namespace SystemFlow.Operations.Moving;

/// <summary>A key of cookies and links, as one machine keeps it in a file of its own.</summary>
/// <param name="Name">What its maker calls it.</param>
public sealed record RingKey(string Name, string Xml, DateTimeOffset At)
{
    internal const string Database = "protection";

    /// <summary>Adds them, the oldest first. Within a transaction.</summary>
    /// <returns>How many.</returns>
    internal static long Write(IReadOnlyList<RingKey> keys, NpgsqlConnection into) => into.Execute(
        $"INSERT INTO {Database}.protection_key (name, xml, at) VALUES (@Name, @Xml, @at)",
        keys.OrderBy(key => key.At).Select(key => new { key.Name, key.Xml, at = key.At.UtcTicks }));
}
