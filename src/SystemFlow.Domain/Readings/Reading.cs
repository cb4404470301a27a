using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Readings;

/// <summary>One observation: the value of one metric, at one place, at one moment, as one source gave it.</summary>
/// <param name="Place">The place that it is about.</param>
/// <param name="Metric">What was measured. The dictionary says in which unit.</param>
/// <param name="Value">In the metric's unit; null when the source says that it has none. Never a placeholder.</param>
/// <param name="PeriodEnd">When the source says it was true; for a period, its end. UTC.</param>
/// <param name="Source">The feed that sent it, as its key is named.</param>
public sealed record Reading(
    PlaceCode Place, MetricKey Metric, double? Value, DateTimeOffset PeriodEnd, string Source)
{
    /// <summary>Why there is no value. Set exactly when <see cref="Value"/> is null.</summary>
    public Absent? Absent { get; init; }

    /// <summary>The part, of which <see cref="Denominator"/> is the whole; null unless the source gave both.</summary>
    public double? Numerator { get; init; }

    /// <summary>The whole; never 0.</summary>
    public double? Denominator { get; init; }

    /// <summary>The start of the period that it covers; null for an instant. UTC.</summary>
    public DateTimeOffset? PeriodStart { get; init; }

    /// <summary>When the source said it. Of two for the same moment the later one counts. UTC.</summary>
    public DateTimeOffset SubmittedAt { get; init; } = PeriodEnd;

    /// <summary>
    /// When the record first had this value, where that is another moment than <see cref="SubmittedAt"/>: later where it was sent
    /// late, earlier where the same was said again since. Null: when it was submitted. UTC.
    /// </summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>How the value came to be.</summary>
    public Method Method { get; init; }

    /// <summary>
    /// How often this source sends it, where that differs from the metric's own cadence: a daily return of beds is not
    /// late at 9am because a live feed would be.
    /// </summary>
    public TimeSpan? Cadence { get; init; }

    /// <summary>The sender's own number for the message, for tracing.</summary>
    public string? MessageId { get; init; }

    /// <summary>A note by the sender about the figure. Never about a person.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// The value that this one replaced, where it was amended; null where there was none before. The store keeps the whole history.
    /// </summary>
    public double? AmendedFrom { get; init; }

    /// <summary>When the amendment was submitted; null for a reading that never was amended. UTC.</summary>
    public DateTimeOffset? AmendedAt { get; init; }

    /// <summary>
    /// The readings that this one stands for, itself the last of them, where the record keeps one for several because they are old;
    /// null where it stands for itself alone.
    /// </summary>
    public Summary? StandsFor { get; init; }
}

/// <summary>Several readings of one series in short.</summary>
/// <param name="Count">How many had a value. At least 1.</param>
/// <param name="Min">The least value.</param>
/// <param name="Max">The greatest value.</param>
/// <param name="Mean">Of the values, each counted once.</param>
/// <param name="Since">The first one's period end. UTC.</param>
public readonly record struct Summary(int Count, double Min, double Max, double Mean, DateTimeOffset Since);

/// <summary>Why a source has no value.</summary>
public enum Absent
{
    /// <summary>It does not say.</summary>
    Unknown,
    /// <summary>Its system cannot give it.</summary>
    Unsupported,
    /// <summary>It was not asked for.</summary>
    NotAsked,
    /// <summary>The place has no such thing.</summary>
    NotApplicable,
    /// <summary>Something failed on the way.</summary>
    Error,
}

/// <summary>How a value came to be.</summary>
public enum Method
{
    /// <summary>A system counted it.</summary>
    Automatic,
    /// <summary>A person typed it.</summary>
    Manual,
    /// <summary>Somebody's estimate.</summary>
    Estimated,
}
