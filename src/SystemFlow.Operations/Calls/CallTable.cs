using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Operations.Calls;

/// <summary>Writes and reads frozen packs and the lines of calls.</summary>
internal static class CallTable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS call_packs (
            call TEXT PRIMARY KEY, at INTEGER NOT NULL, frozen_at INTEGER NOT NULL, pack TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS call_packs_at ON call_packs (at);
        CREATE TABLE IF NOT EXISTS call_lines (
            number INTEGER PRIMARY KEY AUTOINCREMENT, call TEXT NOT NULL, at INTEGER NOT NULL, line TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS call_lines_call ON call_lines (call, number);
        CREATE TABLE IF NOT EXISTS call_log (id INTEGER PRIMARY KEY CHECK (id = 1), begun_at INTEGER NOT NULL);
        CREATE TRIGGER IF NOT EXISTS call_packs_stay BEFORE UPDATE ON call_packs
            BEGIN SELECT raise(ABORT, 'a frozen pack is never changed'); END;
        CREATE TRIGGER IF NOT EXISTS call_packs_grow BEFORE DELETE ON call_packs
            BEGIN SELECT raise(ABORT, 'a frozen pack is never removed'); END;
        CREATE TRIGGER IF NOT EXISTS call_lines_grow BEFORE DELETE ON call_lines
            BEGIN SELECT raise(ABORT, 'a line of a call is never removed'); END;
        CREATE TRIGGER IF NOT EXISTS call_lines_stay BEFORE UPDATE ON call_lines
            BEGIN SELECT raise(ABORT, 'a line of a call is never changed'); END;
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Makes the tables where there are none, and notes when that was: a log that has packs already began with the first.</summary>
    public static void Make(SqliteConnection database, DateTimeOffset now)
    {
        database.Execute(Tables);
        database.Execute(
            "INSERT INTO call_log (id, begun_at) SELECT 1, coalesce(min(at), @now) FROM call_packs WHERE true ON CONFLICT (id) DO NOTHING",
            new { now = now.UtcTicks });
    }

    /// <summary>When the log was begun. UTC.</summary>
    public static DateTimeOffset BegunAt(SqliteConnection database) => Moment(database.ExecuteScalar<long>("SELECT begun_at FROM call_log"));

    /// <summary>Keeps a pack; false where the call has one.</summary>
    public static bool Freeze(SqliteConnection database, FrozenPack pack) => database.Execute(
        "INSERT INTO call_packs (call, at, frozen_at, pack, hash) VALUES (@Id, @at, @frozen, @Json, @Hash) ON CONFLICT (call) DO NOTHING",
        new { pack.Id, at = pack.At.UtcTicks, frozen = pack.FrozenAt.UtcTicks, pack.Json, pack.Hash }) == 1;

    public static FrozenPack? Find(SqliteConnection database, string call) =>
        database.Query<(string Call, long At, long FrozenAt, string Pack, string Hash)>(
                "SELECT call, at, frozen_at, pack, hash FROM call_packs WHERE call = @call", new { call })
            .Select(row => new FrozenPack(row.Call, Moment(row.At), Moment(row.FrozenAt), row.Pack, row.Hash)).FirstOrDefault();

    public static bool IsFrozen(SqliteConnection database, string call) =>
        database.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM call_packs WHERE call = @call)", new { call });

    /// <summary>The newest calls by name, which is by the clock in England, newest first.</summary>
    /// <param name="read">Calls as they were read before: lines only grow, so that those of a call with the same newest line are the same.</param>
    public static ImmutableArray<KeptCall> Newest(SqliteConnection database, int most, ImmutableDictionary<string, KeptCall> read)
    {
        KeptCall Of(string call, DateTimeOffset? frozenAt, long? last) =>
            read.GetValueOrDefault(call) is { } kept && kept.FrozenAt == frozenAt && kept.LastNumber == last
                ? kept : new KeptCall(call, frozenAt, last is null ? [] : Lines(database, call));

        return
        [
            .. database.Query<(string Call, long? FrozenAt, long? Last)>(
                    """
                    SELECT call, max(frozen_at), max(last) FROM (
                        SELECT call, frozen_at, NULL AS last FROM call_packs
                        UNION ALL SELECT call, NULL, max(number) FROM call_lines GROUP BY call)
                    GROUP BY call ORDER BY call DESC LIMIT @most
                    """,
                    new { most })
                .ToList().Select(row => Of(row.Call, row.FrozenAt is { } at ? Moment(at) : null, row.Last)),
        ];
    }

    /// <summary>Keeps a line; its number.</summary>
    public static long Keep(SqliteConnection database, CallLine line) => database.ExecuteScalar<long>(
        "INSERT INTO call_lines (call, at, line) VALUES (@Call, @at, @json) RETURNING number",
        new { line.Call, at = line.At.UtcTicks, json = JsonSerializer.Serialize(line with { Number = 0 }, Json) });

    public static ImmutableArray<CallLine> Lines(SqliteConnection database, string call) =>
    [
        .. database.Query<(long Number, string Line)>("SELECT number, line FROM call_lines WHERE call = @call ORDER BY number", new { call })
            .Select(row => JsonSerializer.Deserialize<CallLine>(row.Line, Json)! with { Number = row.Number }),
    ];

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
