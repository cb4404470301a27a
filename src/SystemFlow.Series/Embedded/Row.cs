using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>A reading as it is held in memory and packed in blocks, without the names that a series has in common. Moments are UTC ticks.</summary>
/// <param name="Value">Not a number where there is no value.</param>
/// <param name="Origin">The number of its <see cref="Embedded.Origin"/>.</param>
/// <param name="Started">The period's start; 0 for none.</param>
/// <param name="Known">When it was known, where that is another moment than <paramref name="Submitted"/>; 0 otherwise.</param>
/// <param name="Detail">What few readings have.</param>
internal readonly record struct Row(
    long End, double Value, long Submitted, int Origin, long Started = 0, long Known = 0, Detail? Detail = null)
{
    /// <summary>Orders rows of one series.</summary>
    public static readonly Comparer<Row> ByEnd = Comparer<Row>.Create((a, b) => a.End.CompareTo(b.End));

    public bool HasValue => !double.IsNaN(Value);

    public long KnownTicks => Known == 0 ? Submitted : Known;

    public bool IsAmended => Detail?.AmendedAt is not null;

    /// <summary>What it counts for where values are gathered; null where it has no value.</summary>
    public Summary? Summary => Detail?.StandsFor ?? (HasValue ? new Summary(1, Value, Value, Value, Moment(End)) : null);

    public static Row Of(Reading reading, int origin) => new(
        reading.PeriodEnd.UtcTicks, reading.Value ?? double.NaN, reading.SubmittedAt.UtcTicks, origin,
        reading.PeriodStart?.UtcTicks ?? 0, reading.KnownAt?.UtcTicks ?? 0, Detail.Of(reading));

    public Reading ToReading(SeriesKey key, Origin origin) => new(key.Place, key.Metric, HasValue ? Value : null, Moment(End), origin.Source)
    {
        Absent = origin.Absent,
        Method = origin.Method,
        Cadence = origin.Cadence,
        SubmittedAt = Moment(Submitted),
        PeriodStart = Started == 0 ? null : Moment(Started),
        KnownAt = Known == 0 ? null : Moment(Known),
        Numerator = Detail?.Numerator,
        Denominator = Detail?.Denominator,
        MessageId = Detail?.MessageId,
        Comment = Detail?.Comment,
        AmendedFrom = Detail?.AmendedFrom,
        AmendedAt = Detail?.AmendedAt,
        StandsFor = Detail?.StandsFor,
    };

    /// <summary>As it was at a moment before it was said again: as it was first said.</summary>
    public Row AsAt(long moment) => Submitted > moment ? this with { Submitted = KnownTicks, Known = 0 } : this;

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>What few readings have.</summary>
internal sealed record Detail(
    double? Numerator, double? Denominator, string? MessageId, string? Comment, double? AmendedFrom, DateTimeOffset? AmendedAt,
    Summary? StandsFor)
{
    /// <summary>Null for a reading that has nothing of it.</summary>
    public static Detail? Of(Reading reading)
    {
        var hasNone = reading.Numerator is null && reading.Denominator is null && reading.MessageId is null && reading.Comment is null
            && reading.AmendedFrom is null && reading.AmendedAt is null && reading.StandsFor is null;
        return hasNone ? null : new Detail(
            reading.Numerator, reading.Denominator, reading.MessageId, reading.Comment, reading.AmendedFrom, reading.AmendedAt?.ToUniversalTime(),
            reading.StandsFor is { } summary ? summary with { Since = summary.Since.ToUniversalTime() } : null);
    }
}
