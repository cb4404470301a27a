using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Actions;

/// <summary>Writes and reads actions: one row for each version, none of which is ever changed. A number is one action's, whoever writes.</summary>
internal static class ActionTable
{
    /// <summary>The table of every version.</summary>
    public static Schema Tables { get; } = new("actions", [First]);

    /// <summary>Keeps a version.</summary>
    public static void Keep(DbConnection database, JointAction action, DateTimeOffset at) => database.Execute(
        "INSERT INTO action_versions (number, at, is_open, state) VALUES (@Number, @at, @IsOpen, @json)",
        new { action.Number, at = at.UtcTicks, IsOpen = action.IsOpen ? 1 : 0, json = JsonSerializer.Serialize(action) });

    /// <summary>The highest number; 0 for none.</summary>
    public static int LastNumber(DbConnection database) =>
        database.ExecuteScalar<int>("SELECT coalesce(max(number), 0) FROM action_versions");

    /// <summary>The newest version of an action; null for none.</summary>
    public static JointAction? Find(DbConnection database, int number) =>
        database.QueryFirstOrDefault<string>(
            "SELECT state FROM action_versions WHERE number = @number ORDER BY id DESC LIMIT 1", new { number }) is { } json
            ? Json.Of<JointAction>(json)
            : null;

    /// <summary>The newest version of each action that is open, or was closed since a moment.</summary>
    public static ImmutableArray<JointAction> Newest(DbConnection database, DateTimeOffset closedFrom) =>
        Read(database, DateTimeOffset.MaxValue, closedFrom);

    /// <summary>Each action that was open at a moment, or closed since another, as it stood then.</summary>
    public static ImmutableArray<JointAction> AsAt(DbConnection database, DateTimeOffset moment, DateTimeOffset closedFrom) =>
        Read(database, moment, closedFrom);

    /// <summary>When each card was last given for a place.</summary>
    public static ImmutableDictionary<(PlaceCode Place, string Card), DateTimeOffset> CardsGiven(DbConnection database, Dialect sql) =>
        database.Query<string>(
            $"""
            SELECT state FROM action_versions WHERE {sql.Field("state", nameof(JointAction.Card))} IS NOT NULL
                AND id IN (SELECT min(id) FROM action_versions GROUP BY number) ORDER BY id
            """)
            .Select(Json.Of<JointAction>).GroupBy(action => (action.About ?? action.Owner, action.Card!))
            .ToImmutableDictionary(same => same.Key, same => same.Last().GivenAt);

    private static string First(Dialect sql)
    {
        string What(string row) => string.Join(
            ", ", ((string[])[nameof(JointAction.GivenAt), nameof(JointAction.GivenBy), nameof(JointAction.What)]).Select(name => sql.Field($"{row}state", name)));

        return $"""
            CREATE TABLE IF NOT EXISTS action_versions (
                id {sql.Identity}, number BIGINT NOT NULL, at BIGINT NOT NULL, is_open BIGINT NOT NULL, state TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS action_versions_number ON action_versions (number, at, id);
            {sql.Refuse(
                "action_versions", "action_versions_one",
                $"EXISTS (SELECT 1 FROM action_versions WHERE number = NEW.number AND ({What("")}) <> ({What("NEW.")}))",
                "another action has that number")}
            """;
    }

    private static ImmutableArray<JointAction> Read(DbConnection database, DateTimeOffset moment, DateTimeOffset closedFrom) =>
    [
        .. database.Query<string>(
            """
            SELECT state FROM action_versions WHERE id IN (SELECT max(id) FROM action_versions WHERE at <= @moment GROUP BY number)
                AND (is_open = 1 OR at >= @from) ORDER BY number
            """,
            new { moment = moment.UtcTicks, from = closedFrom.UtcTicks }).Select(Json.Of<JointAction>),
    ];
}
