using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Events;

/// <summary>Writes and reads levels, calculated and declared, and what is planned.</summary>
internal static class LevelTable
{
    private const int MostLevels = 5_000;
    private const int MostSteps = 200;

    /// <summary>Reads <see cref="Steps"/>. The bound on the level before is a plain one, so that the index finds it among those of years.</summary>
    internal const string StepsQuery = """
        SELECT now.level, before.level FROM levels AS now JOIN levels AS before ON before.id = (
            SELECT id FROM levels WHERE place = now.place AND at <= now.at AND (at < now.at OR id < now.id)
            ORDER BY at DESC, id DESC LIMIT 1)
        WHERE now.at >= @from AND now.at <= @to ORDER BY now.at DESC, now.id DESC LIMIT @most
        """;

    /// <summary>Keeps that a calculated level changed.</summary>
    public static void Keep(DbConnection database, LevelRecord level) => database.Execute(
        "INSERT INTO levels (place, at, level) VALUES (@place, @at, @json)",
        new { place = level.Place.ToString(), at = level.At.UtcTicks, json = JsonSerializer.Serialize(level) });

    /// <summary>The last calculated level of a place.</summary>
    public static LevelRecord? Last(DbConnection database, PlaceCode place) =>
        Read(database, place, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 1).FirstOrDefault();

    /// <summary>A place's calculated levels within a stretch, newest first.</summary>
    public static ImmutableArray<LevelRecord> Read(
        DbConnection database, PlaceCode place, DateTimeOffset from, DateTimeOffset to, int most = MostLevels) =>
    [
        .. database.Query<string>(
            "SELECT level FROM levels WHERE place = @place AND at >= @from AND at < @to ORDER BY at DESC, id DESC LIMIT @most",
            new { place = place.ToString(), from = from.UtcTicks, to = to.UtcTicks, most }).Select(Json.Of<LevelRecord>),
    ];

    /// <summary>The places that have a calculated level on record.</summary>
    public static ImmutableArray<PlaceCode> Places(DbConnection database) =>
        [.. database.Query<string>("SELECT DISTINCT place FROM levels").Select(PlaceCode.Parse)];

    /// <summary>When the first calculated level was recorded; null for none.</summary>
    public static DateTimeOffset? First(DbConnection database) =>
        database.ExecuteScalar<long?>("SELECT min(at) FROM levels") is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How calculated levels changed within a stretch, its end included, newest first. A place's first level is no change.</summary>
    public static ImmutableArray<LevelStep> Steps(DbConnection database, DateTimeOffset from, DateTimeOffset to)
    {
        var rows = database.Query<(string Level, string Before)>(StepsQuery, new { from = from.UtcTicks, to = to.UtcTicks, most = MostSteps });
        return [.. rows.Select(row => new LevelStep(Json.Of<LevelRecord>(row.Before).Level, Json.Of<LevelRecord>(row.Level)))];
    }

    /// <summary>Keeps a declared level, and ends what held before.</summary>
    public static void Keep(DbConnection database, DeclaredLevel declared)
    {
        End(database, declared.Place, null, declared.At);
        database.Execute(
            "INSERT INTO declared_levels (place, until, declared) VALUES (@place, @until, @json)",
            new { place = declared.Place.ToString(), until = declared.Until.UtcTicks, json = JsonSerializer.Serialize(declared) });
    }

    /// <summary>Ends a declared level that holds.</summary>
    public static void End(DbConnection database, PlaceCode place, string? by, DateTimeOffset at) => database.Execute(
        "UPDATE declared_levels SET until = @at, withdrawn_by = @by WHERE place = @place AND until > @at",
        new { place = place.ToString(), by, at = at.UtcTicks });

    /// <summary>
    /// Levels declared at a place within a stretch, its end included, newest first, each with the end that it had or was to have by then.
    /// </summary>
    public static ImmutableArray<DeclaredLevel> Declared(DbConnection database, PlaceCode place, DateTimeOffset from, DateTimeOffset to, int most) =>
    [
        .. database.Query<(string Declared, long Until)>(
            "SELECT declared, until FROM declared_levels WHERE place = @place AND until >= @from ORDER BY id DESC",
            new { place = place.ToString(), from = from.UtcTicks })
            .Select(row => row.Until <= to.UtcTicks ? Of(row.Declared, row.Until) : Json.Of<DeclaredLevel>(row.Declared))
            .Where(declared => declared.At >= from && declared.At <= to).Take(most),
    ];

    /// <summary>The newest declared level of a place, or of each (null), whether it holds or not.</summary>
    public static ImmutableDictionary<PlaceCode, DeclaredLevel> LastDeclared(DbConnection database, PlaceCode? place = null) =>
        database.Query<(string Declared, long Until)>(
                """
                SELECT declared, until FROM declared_levels
                WHERE id IN (SELECT max(id) FROM declared_levels WHERE @place IS NULL OR place = @place GROUP BY place)
                """,
                new { place = place?.ToString() })
            .Select(row => Of(row.Declared, row.Until)).ToImmutableDictionary(declared => declared.Place);

    /// <summary>The declared levels that held at a past moment, each with the end that it was then to have.</summary>
    public static ImmutableDictionary<PlaceCode, DeclaredLevel> DeclaredAt(DbConnection database, DateTimeOffset moment) =>
        database.Query<string>("SELECT declared FROM declared_levels WHERE until > @at ORDER BY id", new { at = moment.UtcTicks })
            .Select(Json.Of<DeclaredLevel>).Where(declared => declared.At <= moment)
            .GroupBy(declared => declared.Place).ToImmutableDictionary(place => place.Key, place => place.Last());

    /// <summary>Keeps a planned event.</summary>
    public static void Keep(DbConnection database, PlannedEvent planned) => database.Execute(
        "INSERT INTO planned_events (to_at, planned) VALUES (@to, @json)",
        new { to = planned.To.UtcTicks, json = JsonSerializer.Serialize(planned) });

    /// <summary>Keeps a planned event as another, such as one with an earlier end.</summary>
    public static void Replace(DbConnection database, PlannedEvent old, PlannedEvent planned) => database.Execute(
        "UPDATE planned_events SET to_at = @to, planned = @json WHERE planned = @old",
        new { to = planned.To.UtcTicks, json = JsonSerializer.Serialize(planned), old = JsonSerializer.Serialize(old) });

    /// <summary>What is planned at a moment or later.</summary>
    public static ImmutableArray<PlannedEvent> Planned(DbConnection database, DateTimeOffset moment) =>
    [
        .. database.Query<string>("SELECT planned FROM planned_events WHERE to_at > @at ORDER BY id", new { at = moment.UtcTicks })
            .Select(Json.Of<PlannedEvent>),
    ];

    private static DeclaredLevel Of(string declared, long until) =>
        Json.Of<DeclaredLevel>(declared) with { Until = new DateTimeOffset(until, TimeSpan.Zero) };
}
