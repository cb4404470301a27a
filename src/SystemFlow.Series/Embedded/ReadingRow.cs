using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// How a reading lies in a row. Moments are UTC ticks; those that hang on the period's end are kept as their distance
/// from it, and as NULL where there is none, which costs a byte instead of nine.
/// </summary>
internal static class ReadingRow
{
    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "series, period_end, value, origin, submitted, started, detail, known";

    /// <summary>In SQL, when a row was known, in UTC ticks.</summary>
    public const string KnownTicks = "period_end + coalesce(known, submitted, 0)";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Binds the eight parameters for <see cref="Columns"/>.</summary>
    public static void Bind(Statement statement, Reading reading, long series, long origin)
    {
        var end = reading.PeriodEnd.UtcTicks;
        statement.Bind(1, series)
            .Bind(2, end)
            .Bind(3, reading.Value)
            .Bind(4, origin)
            .Bind(5, Submitted(reading.SubmittedAt, reading.PeriodEnd))
            .Bind(6, reading.PeriodStart?.UtcTicks - end)
            .Bind(7, Detail.Of(reading) is { } detail ? JsonSerializer.Serialize(detail, Json) : null)
            .Bind(8, reading.KnownAt?.UtcTicks - end);
    }

    /// <summary>A moment of submission as the column has it.</summary>
    public static long? Submitted(DateTimeOffset submittedAt, DateTimeOffset periodEnd) =>
        submittedAt == periodEnd ? null : submittedAt.UtcTicks - periodEnd.UtcTicks;

    public static Reading Read(Statement row, Dictionaries names)
    {
        var (place, metric) = names.Series[row.Long(0)];
        var end = new DateTimeOffset(row.Long(1), TimeSpan.Zero);
        var origin = names.Origins[row.Long(3)];
        var reading = new Reading(place, metric, row.DoubleOrNull(2), end, origin.Source)
        {
            Absent = origin.Absent,
            Method = origin.Method,
            Cadence = origin.Cadence,
            SubmittedAt = row.LongOrNull(4) is { } later ? end.AddTicks(later) : end,
            PeriodStart = row.LongOrNull(5) is { } started ? end.AddTicks(started) : null,
            KnownAt = row.LongOrNull(7) is { } known ? end.AddTicks(known) : null,
        };
        return row.Text(6) is { } detail ? JsonSerializer.Deserialize<Detail>(detail, Json)!.On(reading) : reading;
    }

    /// <summary>What few readings have, in one column that costs the others a byte.</summary>
    private sealed record Detail(
        double? Numerator, double? Denominator, string? MessageId, string? Comment, double? AmendedFrom,
        DateTimeOffset? AmendedAt)
    {
        private static readonly Detail None = new(null, null, null, null, null, null);

        public static Detail? Of(Reading reading)
        {
            var detail = new Detail(
                reading.Numerator, reading.Denominator, reading.MessageId, reading.Comment, reading.AmendedFrom,
                reading.AmendedAt);
            return detail == None ? null : detail;
        }

        public Reading On(Reading reading) => reading with
        {
            Numerator = Numerator,
            Denominator = Denominator,
            MessageId = MessageId,
            Comment = Comment,
            AmendedFrom = AmendedFrom,
            AmendedAt = AmendedAt,
        };
    }
}
