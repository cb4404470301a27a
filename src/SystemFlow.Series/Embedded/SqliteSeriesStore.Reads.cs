using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>What the store answers.</summary>
internal sealed partial class SqliteSeriesStore
{
    private const int PageRows = 1_000; // A slow follower must not hold a snapshot, which would keep SQLite's log from shrinking.

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken)
    {
        _readers.RefuseWhenClosed();
        cancellationToken.ThrowIfCancellationRequested();
        return _known.Heads.Newest(place).Select(newest => ReadingOf(newest.Head, newest.Row)).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        LatestAsAt(place, (asAt + AsAt.Ahead).UtcTicks, asAt.UtcTicks, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DateTimeOffset?>(
        _known.Heads.KnownSince is < long.MaxValue and var ticks ? Moment(ticks) : null);

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Readings(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, asAt: null, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        Readings(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, asAt.UtcTicks, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points,
        CancellationToken cancellationToken) =>
        Thin(new SeriesKey(place, metric), new Thinning(from, to, points), asAt: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken) =>
        Thin(new SeriesKey(place, metric), new Thinning(from, to, points), asAt.UtcTicks, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Amendments(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => _known.Heads.All
        .Where(head => head.Newest is not null)
        .Select(head => head.Key)
        .OrderBy(key => key.Place.ToString(), StringComparer.Ordinal).ThenBy(key => key.Metric.ToString(), StringComparer.Ordinal)
        .ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_readers.Read(reader => reader.Statistics(_known.Heads, SeriesFile.BytesOf(_path))));

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);

    private Reading ReadingOf(Head head, Row row) => row.ToReading(head.Key, _known.Origins[row.Origin]);

    private ValueTask<ImmutableArray<Stretch>> Thin(SeriesKey key, Thinning thinning, long? asAt, CancellationToken cancellationToken)
    {
        if (thinning.From < thinning.To && _known.Heads.TryFind(key, out var head))
        {
            _readers.Read(reader =>
            {
                reader.Thin(head, thinning, asAt, cancellationToken);
                return true;
            });
        }

        return ValueTask.FromResult(thinning.Finish());
    }

    private IEnumerable<Reading> LatestAsAt(PlaceCode place, long end, long moment, CancellationToken cancellationToken)
    {
        var latest = _readers.Read(reader =>
        {
            var rows = new List<(Head Head, Row Row)>();
            foreach (var head in _known.Heads.At(place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader.LatestAsAt(head, end, moment) is { } row) rows.Add((head, row));
            }

            return rows;
        });
        foreach (var (head, row) in latest) yield return ReadingOf(head, row);
    }

    private IEnumerable<Reading> Readings(SeriesKey key, long from, long to, long? asAt, CancellationToken cancellationToken)
    {
        if (!_known.Heads.TryFind(key, out var head)) yield break;
        for (long? next = from; next is { } start && start < to;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (var page, next) = _readers.Read(reader => reader.Page(head, start, to, asAt));
            foreach (var row in page) yield return ReadingOf(head, row);
        }
    }

    private IEnumerable<Amendment> Amendments(SeriesKey key, long from, long to, CancellationToken cancellationToken)
    {
        if (!_known.Heads.TryFind(key, out var head)) yield break;
        var before = long.MaxValue;
        for (var isMore = true; isMore;)
        {
            var end = before;
            var page = _readers.Read(reader => reader.Amendments(head, from, to, end, PageRows, cancellationToken));
            foreach (var (_, replaced, by) in page) yield return new Amendment(ReadingOf(head, replaced), Moment(by));
            isMore = page.Count == PageRows;
            if (isMore) before = page[^1].Id;
        }
    }
}
