using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Intake;

/// <summary>Writes and reads refused rows. A row's reasons stand in one column as <c>|unknown-place|not-a-number|</c>.</summary>
internal static class QuarantineTable
{
    private const string Mark = "|";
    private const string Columns =
        "id AS Id, feed AS Feed, at AS At, format AS Format, line AS Line, problems AS Problems, sent AS Sent, state AS State, by AS Person, settled_at AS SettledAt, note AS Note";

    /// <summary>Adds a message's rows, which may be thousands. A row that waits already is not added again.</summary>
    /// <returns>How many were added.</returns>
    public static int Add(DbConnection database, string feed, string format, DateTimeOffset at, IEnumerable<RefusedRow> rows) => Rows.Insert(
        database,
        "refused (feed, at, format, line, reasons, problems, sent, digest)",
        "ON CONFLICT (feed, digest) WHERE state = 0 DO NOTHING",
        [
            .. rows.Select(row => new object?[]
            {
                feed, at.UtcTicks, format, row.Line,
                Mark + string.Concat(row.Problems.Select(problem => problem.Reason).Distinct().Select(reason => reason + Mark)),
                JsonSerializer.Serialize(row.Problems), row.Sent, DigestOf(format, row),
            }),
        ]);

    /// <summary>How many rows of a feed wait.</summary>
    public static int Waiting(DbConnection database, string feed) =>
        database.ExecuteScalar<int>("SELECT count(*) FROM refused WHERE feed = @feed AND state = 0", new { feed });

    /// <summary>How many rows of each feed wait.</summary>
    public static Dictionary<string, int> Waiting(DbConnection database) =>
        database.Query<(string Feed, int Rows)>("SELECT feed, count(*) FROM refused WHERE state = 0 GROUP BY feed")
            .ToDictionary(row => row.Feed, row => row.Rows, StringComparer.Ordinal);

    /// <summary>Drops the oldest that wait, and counts them as too many, with those that were never added.</summary>
    public static void DropOldest(DbConnection database, string feed, int rows, int neverAdded) => database.Execute(
        """
        DELETE FROM refused WHERE id IN (SELECT id FROM refused WHERE feed = @feed AND state = 0 ORDER BY id LIMIT @rows);
        INSERT INTO dropped (feed, too_many) VALUES (@feed, @all) ON CONFLICT (feed) DO UPDATE SET too_many = dropped.too_many + @all;
        """,
        new { feed, rows, all = rows + neverAdded });

    /// <summary>Drops what waited too long, counted; forgets the content of what was settled, and at last that it was.</summary>
    public static void Age(DbConnection database, DateTimeOffset oldest, DateTimeOffset oldestSettled) => database.Execute(
        """
        INSERT INTO dropped (feed, too_old)
            SELECT feed, count(*) FROM refused WHERE state = 0 AND at < @oldest GROUP BY feed
            ON CONFLICT (feed) DO UPDATE SET too_old = dropped.too_old + excluded.too_old;
        DELETE FROM refused WHERE state = 0 AND at < @oldest;
        UPDATE refused SET sent = NULL, problems = '[]' WHERE state <> 0 AND at < @oldest AND problems <> '[]';
        DELETE FROM refused WHERE state <> 0 AND settled_at < @oldestSettled;
        """,
        new { oldest = oldest.UtcTicks, oldestSettled = oldestSettled.UtcTicks });

    /// <summary>A feed's rows in one state, newest first; with one reason, or any (null).</summary>
    public static ImmutableArray<QuarantinedRow> Read(
        DbConnection database, string feed, QuarantineState state, string? reason, int skip, int most) =>
    [
        .. database.Query<Row>(
            $"""
            SELECT {Columns} FROM refused WHERE feed = @feed AND state = @state AND (@like = '' OR replace(reasons, @like, '') <> reasons)
            ORDER BY id DESC LIMIT @most OFFSET @skip
            """,
            new { feed, state = (int)state, like = Like(reason), skip, most }).Select(row => row.ToRow()),
    ];

    /// <summary>How many rows <see cref="Read"/> would give in all.</summary>
    public static int Count(DbConnection database, string feed, QuarantineState state, string? reason) => database.ExecuteScalar<int>(
        "SELECT count(*) FROM refused WHERE feed = @feed AND state = @state AND (@like = '' OR replace(reasons, @like, '') <> reasons)",
        new { feed, state = (int)state, like = Like(reason) });

    /// <summary>One row; null when there is none of that feed.</summary>
    public static QuarantinedRow? Find(DbConnection database, string feed, long id) =>
        database.QueryFirstOrDefault<Row>($"SELECT {Columns} FROM refused WHERE id = @id AND feed = @feed", new { id, feed })?.ToRow();

    /// <summary>Settles a row that waits; false when somebody was quicker, or it is gone.</summary>
    public static bool Settle(DbConnection database, string feed, long id, QuarantineState state, Settlement settled) => database.Execute(
        "UPDATE refused SET state = @state, by = @By, settled_at = @at, note = @Note WHERE id = @id AND feed = @feed AND state = 0",
        new { id, feed, state = (int)state, settled.By, at = settled.At.UtcTicks, settled.Note }) == 1;

    /// <summary>A feed's rows by state and reasons, and what was dropped.</summary>
    public static QuarantineCounts Counts(DbConnection database, string feed)
    {
        var groups = database.Query<(int State, string Reasons, int Rows)>(
            "SELECT state, CASE state WHEN 0 THEN reasons ELSE '' END, count(*) FROM refused WHERE feed = @feed GROUP BY 1, 2", new { feed }).ToList();
        var (tooMany, tooOld) = database.QueryFirstOrDefault<(long, long)>("SELECT too_many, too_old FROM dropped WHERE feed = @feed", new { feed });
        var reasons =
            from it in groups
            from reason in it.Reasons.Split(Mark, StringSplitOptions.RemoveEmptyEntries)
            group it.Rows by reason into rows
            orderby rows.Sum() descending, rows.Key
            select (rows.Key, rows.Sum());
        return new QuarantineCounts(
            Of(QuarantineState.Waiting), Of(QuarantineState.Corrected), Of(QuarantineState.Dismissed), [.. reasons], tooMany, tooOld, 0);

        int Of(QuarantineState state) => groups.Where(it => it.State == (int)state).Sum(it => it.Rows);
    }

    // What makes two refused rows the same: the same content, sent the same way. Of a row without content nobody can say.
    private static byte[]? DigestOf(string format, RefusedRow row) =>
        row.Sent is { } sent ? SHA256.HashData(Encoding.UTF8.GetBytes($"{format}\n{sent}")) : null;

    private static string Like(string? reason) => reason is null ? "" : Mark + reason + Mark;

    private sealed class Row
    {
        public long Id { get; init; }

        public string Feed { get; init; } = "";

        public long At { get; init; }

        public string Format { get; init; } = "";

        public long Line { get; init; }

        public string Problems { get; init; } = "";

        public string? Sent { get; init; }

        public long State { get; init; }

        public string? Person { get; init; }

        public long? SettledAt { get; init; }

        public string? Note { get; init; }

        public QuarantinedRow ToRow() => new(
            Id, Feed, Moment(At), Format, new RefusedRow((int)Line, JsonSerializer.Deserialize<ImmutableArray<RowProblem>>(Problems), Sent),
            (QuarantineState)State, Person is null ? null : new Settlement(Person, Moment(SettledAt ?? At), Note ?? ""));

        private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
    }
}
