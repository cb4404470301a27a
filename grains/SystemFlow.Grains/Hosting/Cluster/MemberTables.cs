using Npgsql;

namespace SystemFlow.Grains.Hosting.Cluster;

/// <summary>
/// The tables by which nodes find each other, in a schema of their own, and the queries that Orleans reads there: their keys, parameters
/// and columns are its contract (Orleans' AdoNetClusteringTable), the tables are ours. Every change moves the version on, from just the
/// one that the node saw: of two nodes that change the list at once, one is told to look again.
/// </summary>
internal static class MemberTables
{
    private const string Schema = "cluster";
    private const long Lock = 0x5346_0001; // So that of nodes that start at once one makes them. Any number that nothing else locks by.

    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS cluster;
        SET LOCAL search_path = cluster;
        CREATE TABLE IF NOT EXISTS versions (cluster text PRIMARY KEY, version integer NOT NULL);
        CREATE TABLE IF NOT EXISTS members (
            cluster text NOT NULL REFERENCES versions, address text NOT NULL, port integer NOT NULL, generation integer NOT NULL,
            name text NOT NULL, host text NOT NULL, status integer NOT NULL, proxy_port integer NOT NULL, suspect_times text,
            started timestamptz NOT NULL, alive timestamptz NOT NULL, PRIMARY KEY (cluster, address, port, generation));
        CREATE TABLE IF NOT EXISTS orleansquery (querykey text PRIMARY KEY, querytext text NOT NULL);
        """;

    private const string Read = """
        SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.name AS SiloName,
            m.host AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
            m.started AS StartTime, m.alive AS IAmAliveTime, v.version AS Version
        FROM versions v LEFT JOIN members m ON m.cluster = v.cluster
        """;

    private const string Here = "m.cluster = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation";

    private static readonly (string Key, string Text)[] Queries =
    [
        ("InsertMembershipVersionKey", """
            WITH made AS (INSERT INTO versions (cluster, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT count(*)::integer FROM made
            """),
        ("InsertMembershipKey", $"""
            WITH moved AS (
                UPDATE versions SET version = version + 1
                WHERE cluster = @DeploymentId AND version = @Version AND NOT EXISTS (SELECT FROM members m WHERE {Here}) RETURNING cluster),
            added AS (
                INSERT INTO members (cluster, address, port, generation, name, host, status, proxy_port, started, alive)
                SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime::timestamptz, @IAmAliveTime::timestamptz
                FROM moved RETURNING 1)
            SELECT count(*)::integer FROM added
            """),
        ("UpdateMembershipKey", $"""
            WITH moved AS (
                UPDATE versions SET version = version + 1
                WHERE cluster = @DeploymentId AND version = @Version AND EXISTS (SELECT FROM members m WHERE {Here}) RETURNING cluster),
            changed AS (
                UPDATE members m SET status = @Status, suspect_times = @SuspectTimes::text, alive = @IAmAliveTime::timestamptz
                FROM moved WHERE {Here} AND m.cluster = moved.cluster RETURNING 1)
            SELECT count(*)::integer FROM changed
            """),
        ("UpdateIAmAlivetimeKey", $"UPDATE members m SET alive = @IAmAliveTime::timestamptz WHERE {Here}"),
        ("MembershipReadRowKey", $"{Read} AND {Here} WHERE v.cluster = @DeploymentId"),
        ("MembershipReadAllKey", $"{Read} WHERE v.cluster = @DeploymentId"),
        ("GatewaysQueryKey", """
            SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM members
            WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
            """),
        ("DeleteMembershipTableEntriesKey", "DELETE FROM members WHERE cluster = @DeploymentId; DELETE FROM versions WHERE cluster = @DeploymentId"),
        // 3 is Active: a node that works is never forgotten, however long it was silent.
        ("CleanupDefunctSiloEntriesKey", "DELETE FROM members WHERE cluster = @DeploymentId AND alive < @IAmAliveTime::timestamptz AND status <> 3"),
    ];

    /// <summary>Makes the tables where there are none, and writes this program's queries into them.</summary>
    /// <returns>The connection string by which Orleans finds them.</returns>
    /// <exception cref="InvalidOperationException">The database cannot be used; the message says what to do.</exception>
    public static string Ready(string database)
    {
        try
        {
            using var source = NpgsqlDataSource.Create(database);
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            Execute(connection, "SELECT pg_advisory_xact_lock(@Lock)", ("Lock", Lock));
            Execute(connection, Tables);
            foreach (var (key, text) in Queries)
            {
                Execute(
                    connection, "INSERT INTO orleansquery VALUES (@Key, @Text) ON CONFLICT (querykey) DO UPDATE SET querytext = excluded.querytext",
                    ("Key", key), ("Text", text));
            }

            transaction.Commit();
            return new NpgsqlConnectionStringBuilder(database) { SearchPath = Schema }.ConnectionString;
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"PostgreSQL cannot be used ({error.Message}). Check Operations:ConnectionString, that the server runs, and that its user may make schemas.", error);
        }
    }

    private static void Execute(NpgsqlConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = new NpgsqlCommand(text, connection);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
