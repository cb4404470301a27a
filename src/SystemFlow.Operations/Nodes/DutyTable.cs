using Npgsql;

namespace SystemFlow.Operations.Nodes;

/// <summary>
/// The lock and the line of who has the duties, on a connection of their own. The server ends that connection when nothing was asked by it
/// for a while: a node that lost its power or its network does not keep the lock until TCP gives up.
/// </summary>
internal static class DutyTable
{
    private const long Lock = 0x5359_5346_4C4F_5731; // "SYSFLOW1": a number that nobody else uses.
    private const long Making = Lock + 1;

    /// <summary>How the nodes' database is reached for this: not from a pool, and a question that hangs is a fault.</summary>
    public static string Connection(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "SystemFlow duties",
        Pooling = false,
        Multiplexing = false,
        Timeout = 5,
        CommandTimeout = 3,
    }.ToString();

    public static Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        $"""
        SET idle_session_timeout = '4s';
        BEGIN;
        SELECT pg_advisory_xact_lock({Making});
        CREATE SCHEMA IF NOT EXISTS nodes;
        CREATE TABLE IF NOT EXISTS nodes.duties (name TEXT PRIMARY KEY, node TEXT, beat_at TIMESTAMPTZ NOT NULL);
        COMMIT;
        """,
        cancellationToken);

    public static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Lock } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Who said last that it has the duties; null where nobody did, or released them.</summary>
    public static async Task<string?> HolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT node FROM nodes.duties WHERE name = 'scheduler'", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Whether another node may still be at work, by the database's clock.</summary>
    public static async Task<bool> IsLeasedAsync(NpgsqlConnection connection, NodeId node, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) > 0 FROM nodes.duties WHERE name = 'scheduler' AND node <> $1 AND beat_at + $2 > clock_timestamp()", connection)
        {
            Parameters = { new() { Value = node.Value }, new() { Value = Duties.Lease + Duties.Margin } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Says that a node has the duties.</summary>
    public static Task BeatAsync(NpgsqlConnection connection, NodeId node, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        """
        INSERT INTO nodes.duties (name, node, beat_at) VALUES ('scheduler', $1, clock_timestamp())
        ON CONFLICT (name) DO UPDATE SET node = $1, beat_at = clock_timestamp()
        """,
        cancellationToken,
        node.Value);

    /// <summary>Says that a node does nothing of them any more.</summary>
    /// <param name="connection">Null to ask by a new one.</param>
    public static async Task ReleaseAsync(NpgsqlConnection? connection, string connectionString, NodeId node)
    {
        await using var another = connection is null ? new NpgsqlConnection(connectionString) : null;
        if (another is not null) await another.OpenAsync(CancellationToken.None);
        await ExecuteAsync(
            connection ?? another!, "UPDATE nodes.duties SET node = NULL WHERE name = 'scheduler' AND node = $1", CancellationToken.None, node.Value);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
