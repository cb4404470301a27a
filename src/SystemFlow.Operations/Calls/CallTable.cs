using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Calls;

/// <summary>Writes and reads frozen packs and the lines of calls.</summary>
internal static class CallTable
{
    /// <summary>The tables of packs and of lines.</summary>
    public static Schema Tables { get; } = new("calls", [First]);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Notes when the tables were made: a log that has packs already began with the first.</summary>
    public static void Begin(DbConnection database, DateTimeOffset now) => database.Execute(
        "INSERT INTO call_log (id, begun_at) SELECT 1, coalesce(min(at), @now) FROM call_packs WHERE true ON CONFLICT (id) DO NOTHING",
        new { now = now.UtcTicks });

    /// <summary>When the log was begun. UTC.</summary>
    public static DateTimeOffset BegunAt(DbConnection database) => Moment(database.ExecuteScalar<long>("SELECT begun_at FROM call_log"));

    /// <summary>Keeps a pack; false where the call has one.</summary>
    public static bool Freeze(DbConnection database, FrozenPack pack) => database.Execute(
        "INSERT INTO call_packs (call, at, frozen_at, pack, hash) VALUES (@Id, @at, @frozen, @Json, @Hash) ON CONFLICT (call) DO NOTHING",
        new { pack.Id, at = pack.At.UtcTicks, frozen = pack.FrozenAt.UtcTicks, pack.Json, pack.Hash }) == 1;

    public static FrozenPack? Find(DbConnection database, string call) =>
        database.Query<(string Call, long At, long FrozenAt, string Pack, string Hash)>(
                "SELECT call, at, frozen_at, pack, hash FROM call_packs WHERE call = @call", new { call })
            .Select(row => new FrozenPack(row.Call, Moment(row.At), Moment(row.FrozenAt), row.Pack, row.Hash)).FirstOrDefault();

    public static bool IsFrozen(DbConnection database, string call) =>
        database.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM call_packs WHERE call = @call)", new { call });

    /// <summary>The newest calls by name, which is by the clock in England, newest first.</summary>
    /// <param name="read">Calls as they were read before: lines only grow, so that those of a call with the same newest line are the same.</param>
    public static ImmutableArray<KeptCall> Newest(DbConnection database, int most, ImmutableDictionary<string, KeptCall> read)
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
                        UNION ALL SELECT call, NULL, max(number) FROM call_lines GROUP BY call) AS kept
                    GROUP BY call ORDER BY call DESC LIMIT @most
                    """,
                    new { most })
                .ToList().Select(row => Of(row.Call, row.FrozenAt is { } at ? Moment(at) : null, row.Last)),
        ];
    }

    /// <summary>Keeps a line; its number.</summary>
    public static long Keep(DbConnection database, CallLine line) => database.ExecuteScalar<long>(
        "INSERT INTO call_lines (call, at, line) VALUES (@Call, @at, @json) RETURNING number",
        new { line.Call, at = line.At.UtcTicks, json = JsonSerializer.Serialize(line with { Number = 0 }, Json) });

    public static ImmutableArray<CallLine> Lines(DbConnection database, string call) =>
    [
        .. database.Query<(long Number, string Line)>("SELECT number, line FROM call_lines WHERE call = @call ORDER BY number", new { call })
            .Select(row => JsonSerializer.Deserialize<CallLine>(row.Line, Json)! with { Number = row.Number }),
    ];

    private static string First(Dialect sql) => $"""
        CREATE TABLE IF NOT EXISTS call_packs (
            call {sql.Text} PRIMARY KEY, at BIGINT NOT NULL, frozen_at BIGINT NOT NULL, pack TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS call_packs_at ON call_packs (at);
        CREATE TABLE IF NOT EXISTS call_lines (
            number {sql.IdentityForGood}, call {sql.Text} NOT NULL, at BIGINT NOT NULL, line TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS call_lines_call ON call_lines (call, number);
        CREATE TABLE IF NOT EXISTS call_log (id {sql.NumberKey} CHECK (id = 1), begun_at BIGINT NOT NULL);
        {sql.Guard("call_packs", "call_packs_stay", "call_packs_grow", "a frozen pack")}
        {sql.Guard("call_lines", "call_lines_stay", "call_lines_grow", "a line of a call")}
        """;

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
