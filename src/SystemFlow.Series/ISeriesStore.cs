using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series;

/// <summary>
/// The record: every reading ever accepted, and what amended it. What every store must do is in
/// <c>SeriesStoreContract</c>.
/// </summary>
public interface ISeriesStore
{
    /// <summary>
    /// Takes a batch whole, or throws and takes none of it. When it returns, the batch is on disk. The answer says,
    /// reading by reading in the batch's order, what became of it.
    /// </summary>
    /// <exception cref="SeriesException">The store cannot take it now; the message says why and what to do.</exception>
    ValueTask<ImmutableArray<Appended>> AppendAsync(
        IReadOnlyList<Reading> batch, CancellationToken cancellationToken);

    /// <summary>The newest reading of each series at a place: what a grain starts from.</summary>
    IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken);

    /// <summary>
    /// The newest reading of each series at a place as it was known at a moment: of what the record had by then
    /// (<see cref="Reading.KnownAt"/>, else <see cref="Reading.SubmittedAt"/>) and as it stood then. An amendment that came later is
    /// not seen, but what it replaced; what was sent late is not seen before it came; what was said again later is seen as it was
    /// first said. A period that ends more than <see cref="AsAt.Ahead"/> after the moment was not known then.
    /// </summary>
    IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken);

    /// <summary>
    /// When the record begins: the first moment at which it knew anything; null while it is empty. History that was imported was
    /// known when it was imported. Looked for at the beginning of each series, and where that was imported, at the first reading
    /// that came within a day of its period.
    /// </summary>
    ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken);

    /// <summary>Readings of one series with <c>from &lt;= PeriodEnd &lt; to</c>, oldest first, as last amended.</summary>
    IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// The same, of what was known at a moment and as it stood then: an amendment that came later is not seen, but what it replaced.
    /// </summary>
    IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken);

    /// <summary>
    /// Readings as last amended, thinned to at most <paramref name="points"/> equal stretches of time for a chart. A stretch without a
    /// value is in the answer with a count of 0, so that a gap stays a gap.
    /// </summary>
    ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points,
        CancellationToken cancellationToken);

    /// <summary>The same, of what was known at a moment and as it stood then.</summary>
    ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken);

    /// <summary>What amended readings of one series were before, newest amendment first.</summary>
    IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Every series that the record has, in the order of place and metric.</summary>
    IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken);

    /// <summary>How much the record holds.</summary>
    ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a place for good: its readings, their amendments and its series. Answers how many series there were. What is sent for it
    /// afterwards begins anew.
    /// </summary>
    /// <exception cref="SeriesException">The store cannot do it now.</exception>
    ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken);

    /// <summary>
    /// Makes room: of the readings that are older than the terms say, each stretch of time keeps the last that has a value (where none has, the
    /// last), which then says what it
    /// <see cref="Reading.StandsFor"/>. A reading that is alone in its stretch stays as it is, with its amendments; the amendments of
    /// those that were merged go. Thinned series keep count, least, greatest and mean. Runs beside appends and reads; may be stopped
    /// and called again. Answers how many readings went.
    /// </summary>
    ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What one series is about.</summary>
/// <param name="Place">Where it was measured.</param>
/// <param name="Metric">What was measured.</param>
public readonly record struct SeriesKey(PlaceCode Place, MetricKey Metric)
{
    /// <summary>Whether its names, written down, are read as the same again.</summary>
    internal bool CanBeReadBack =>
        PlaceCode.TryParse(Place.ToString(), out _)
        && MetricKey.TryParse(Metric.ToString(), null, out var metric) && metric == Metric;
}

/// <summary>How much the record holds.</summary>
/// <param name="Series">Series that have a reading.</param>
/// <param name="Readings">Readings that count, each stretch that was thinned out as one. A store that estimates says so in its own docs.</param>
/// <param name="Amendments">Submissions that were replaced.</param>
/// <param name="Bytes">On the store's disk; null where the store does not know.</param>
/// <param name="Oldest">The first period's end; null while empty. UTC.</param>
/// <param name="Newest">The last period's end; null while empty. UTC.</param>
/// <param name="Waiting">Readings that were acknowledged and have not reached the store's server yet: 0 where there is no server.</param>
public sealed record SeriesStatistics(
    long Series, long Readings, long Amendments, long? Bytes, DateTimeOffset? Oldest, DateTimeOffset? Newest, long Waiting);

/// <summary>What is known at a moment.</summary>
public static class AsAt
{
    /// <summary>How far a period's end may lie after the moment at which it is known: senders' clocks run ahead by as much (intake refuses more).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
}

/// <summary>What became of a reading.</summary>
/// <param name="Outcome">Whether it changed the record.</param>
/// <param name="Reading">The reading as stored; an amended one says what it replaced.</param>
public readonly record struct Appended(AppendOutcome Outcome, Reading Reading);

/// <summary>Whether a reading changed the record.</summary>
public enum AppendOutcome
{
    /// <summary>The first for its series and moment.</summary>
    Accepted,
    /// <summary>It replaced an earlier submission for the same series and moment, which is kept as an amendment.</summary>
    Amended,
    /// <summary>Nothing new: the same value again, or an older submission than the one that counts.</summary>
    Duplicate,
}

/// <summary>One stretch of a thinned series.</summary>
/// <param name="Start">Its beginning; it lasts until the next one's. UTC.</param>
/// <param name="Count">Values in it. When 0, the other numbers are null.</param>
/// <param name="Last">The newest value in it.</param>
public readonly record struct Stretch(
    DateTimeOffset Start, int Count, double? Min, double? Max, double? Mean, double? Last);

/// <summary>A submission that a later one replaced.</summary>
/// <param name="Replaced">As it was.</param>
/// <param name="By">When the one that replaced it was submitted. UTC.</param>
public sealed record Amendment(Reading Replaced, DateTimeOffset By);

/// <summary>The store could not do what was asked. The message says what, why, and what to try.</summary>
public sealed class SeriesException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether too much came at once (an API answers 429); otherwise the store itself is in trouble (503).</summary>
    public bool IsBusy { get; init; }

    /// <summary>How long to wait before trying the same again; null where that cannot help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
