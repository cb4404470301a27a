using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Actions;

/// <summary>Writes and reads actions: one row for each version, none of which is ever changed. A number is one action's, whoever writes.</summary>
internal static class ActionTable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS action_versions (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL, is_open INTEGER NOT NULL, state TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS action_versions_number ON action_versions (number, at, id);
        CREATE TRIGGER IF NOT EXISTS action_versions_one BEFORE INSERT ON action_versions
            WHEN EXISTS (
                SELECT 1 FROM action_versions WHERE number = NEW.number
                    AND (json_extract(state, '$.GivenAt'), json_extract(state, '$.GivenBy'), json_extract(state, '$.What'))
                        <> (json_extract(NEW.state, '$.GivenAt'), json_extract(NEW.state, '$.GivenBy'), json_extract(NEW.state, '$.What')))
            BEGIN SELECT RAISE(ABORT, 'another action has that number'); END;
        """;

    /// <summary>Makes the tables where there are none.</summary>
    public static void Create(SqliteConnection database) => database.Execute(Tables);

    /// <summary>Keeps a version.</summary>
    public static void Keep(SqliteConnection database, JointAction action, DateTimeOffset at) => database.Execute(
        "INSERT INTO action_versions (number, at, is_open, state) VALUES (@Number, @at, @IsOpen, @json)",
        new { action.Number, at = at.UtcTicks, action.IsOpen, json = JsonSerializer.Serialize(action) });

    /// <summary>The highest number; 0 for none.</summary>
    public static int LastNumber(SqliteConnection database) =>
        database.ExecuteScalar<int>("SELECT coalesce(max(number), 0) FROM action_versions");

    /// <summary>The newest version of an action; null for none.</summary>
    public static JointAction? Find(SqliteConnection database, int number) =>
        database.QueryFirstOrDefault<string>(
            "SELECT state FROM action_versions WHERE number = @number ORDER BY id DESC LIMIT 1", new { number }) is { } json
            ? Json.Of<JointAction>(json)
            : null;

    /// <summary>The newest version of each action that is open, or was closed since a moment.</summary>
    public static ImmutableArray<JointAction> Newest(SqliteConnection database, DateTimeOffset closedFrom) =>
        Read(database, DateTimeOffset.MaxValue, closedFrom);

    /// <summary>Each action that was open at a moment, or closed since another, as it stood then.</summary>
    public static ImmutableArray<JointAction> AsAt(SqliteConnection database, DateTimeOffset moment, DateTimeOffset closedFrom) =>
        Read(database, moment, closedFrom);

    /// <summary>When each card was last given for a place.</summary>
    public static ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> CardsGiven(SqliteConnection database) =>
        database.Query<string>(
            """
            SELECT state FROM action_versions WHERE json_extract(state, '$.Card') IS NOT NULL
                AND id IN (SELECT min(id) FROM action_versions GROUP BY number) ORDER BY id
            """)
            .Select(Json.Of<JointAction>).GroupBy(action => (action.About ?? action.Owner, action.Card!))
            .ToImmutableDictionary(same => same.Key, same => same.Last().GivenAt);

    private static ImmutableArray<JointAction> Read(SqliteConnection database, DateTimeOffset moment, DateTimeOffset closedFrom) =>
    [
        .. database.Query<string>(
            """
            SELECT state FROM action_versions WHERE id IN (SELECT max(id) FROM action_versions WHERE at <= @moment GROUP BY number)
                AND (is_open = 1 OR at >= @from) ORDER BY number
            """,
            new { moment = moment.UtcTicks, from = closedFrom.UtcTicks }).Select(Json.Of<JointAction>),
    ];
}
