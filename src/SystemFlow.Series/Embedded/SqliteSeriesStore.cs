using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>The record in one SQLite file: a single writer, and readers that never hold it up.</summary>
internal sealed partial class SqliteSeriesStore : ISeriesStore, IAsyncDisposable
{
    private const int PageRows = 1_000; // A slow follower must not hold a snapshot, which would keep the log from shrinking.

    private readonly Dictionaries _known;
    private readonly AppendQueue _queue;
    private readonly SeriesWriter _writer;
    private readonly SeriesReaders _readers;
    private readonly FileStream _claim;

    private SqliteSeriesStore(SeriesOptions options, FileStream claim, ILogger logger)
    {
        var connection = SeriesFile.OpenWriter(options.Path);
        _claim = claim;
        _known = Dictionaries.Load(connection);
        _queue = new AppendQueue(options.QueueCapacity);
        _writer = new SeriesWriter(connection, _known, _queue, options.Path, logger);
        _readers = new SeriesReaders(options.Path, _known);
        Log.Opened(logger, Path.GetFullPath(options.Path), new FileInfo(options.Path).Length, _known.Series.Count);
    }

    /// <inheritdoc cref="SeriesWriter.Connection"/>
    public SqliteConnection WriterConnection => _writer.Connection;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="SeriesException">It cannot be used; the message says why and what to do.</exception>
    public static SqliteSeriesStore Open(SeriesOptions options, ILogger logger)
    {
        var claim = Claim(options.Path);
        try
        {
            return new SqliteSeriesStore(options, claim, logger);
        }
        catch (Exception error)
        {
            claim.Dispose();
            if (error is SeriesException) throw;
            throw SqliteFault.Explain(error, options.Path);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Appended>> AppendAsync(
        IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0) return [];
        RefuseWhatCannotBeKept(batch);
        var append = new Append(batch, cancellationToken);
        _queue.Add(append);
        return await append.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) =>
        Latest(reader => reader.Latest(place, cancellationToken)).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        Latest(reader => reader.Latest(place, asAt, cancellationToken)).ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DateTimeOffset?>(
        _readers.Read(reader => reader.Begins(cancellationToken)) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Readings(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, asAt: null, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        Readings(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, asAt, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points,
        CancellationToken cancellationToken) =>
        Thin(new SeriesKey(place, metric), new Thinning(from, to, points), asAt: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken) =>
        Thin(new SeriesKey(place, metric), new Thinning(from, to, points), asAt, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Amendments(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _readers.Dispose(); // First, so that the writer is the last to close, and folds the log into the database.
        await _writer.DisposeAsync();
        await _claim.DisposeAsync();
    }

    private ValueTask<ImmutableArray<Stretch>> Thin(
        SeriesKey key, Thinning thinning, DateTimeOffset? asAt, CancellationToken cancellationToken)
    {
        if (thinning.From < thinning.To && _known.Series.TryFind(key, out var series))
        {
            _readers.Read(reader =>
            {
                reader.Thin(series, thinning, asAt, cancellationToken);
                return true;
            });
        }

        return ValueTask.FromResult(thinning.Finish());
    }

    private IEnumerable<Reading> Latest(Func<SeriesReader, List<Reading>> read)
    {
        foreach (var reading in _readers.Read(read)) yield return reading;
    }

    private IEnumerable<Reading> Readings(SeriesKey key, long from, long to, DateTimeOffset? asAt, CancellationToken cancellationToken)
    {
        if (!_known.Series.TryFind(key, out var series)) yield break;
        for (var isMore = true; isMore;)
        {
            var start = from;
            var page = _readers.Read(reader => reader.Readings(series, start, to, asAt, PageRows, cancellationToken));
            foreach (var reading in page) yield return reading;
            isMore = page.Count == PageRows;
            if (isMore) from = page[^1].PeriodEnd.UtcTicks + 1;
        }
    }

    private IEnumerable<Amendment> Amendments(SeriesKey key, long from, long to, CancellationToken cancellationToken)
    {
        if (!_known.Series.TryFind(key, out var series)) yield break;
        var before = long.MaxValue;
        for (var isMore = true; isMore;)
        {
            var end = before;
            var page = _readers.Read(reader => reader.Amendments(series, from, to, end, PageRows, cancellationToken));
            foreach (var (_, amendment) in page) yield return amendment;
            isMore = page.Count == PageRows;
            if (isMore) before = page[^1].Id;
        }
    }

    /// <summary>Finds the caller's mistakes before they are on disk, where they would be gaps or unreadable rows.</summary>
    private void RefuseWhatCannotBeKept(IReadOnlyList<Reading> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var reading = batch[i];
            ArgumentNullException.ThrowIfNull(reading.Source);
            if (!IsNumber(reading.Value) || !IsNumber(reading.Numerator) || !IsNumber(reading.Denominator))
            {
                throw new ArgumentException($"Reading {i}, {reading.Metric} at {reading.Place}, is not a number.");
            }

            var key = new SeriesKey(reading.Place, reading.Metric);
            if (!_known.Series.TryFind(key, out _) && !key.CanBeReadBack)
            {
                throw new ArgumentException($"Reading {i}, '{reading.Metric}' at '{reading.Place}', names no series.");
            }
        }
    }

    // SQLite keeps "not a number" as NULL.
    private static bool IsNumber(double? value) => value is not { } given || double.IsFinite(given);

    /// <summary>One program at a time: a second would give the same numbers to other series.</summary>
    private static FileStream Claim(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SeriesException(
                $"{path} is in use by another program, or its directory cannot be written to. Close the other one, or "
                + $"change Series:Path. ({error.Message})", error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Series file {Path}: {Bytes} bytes, {Series} series")]
        public static partial void Opened(ILogger logger, string path, long bytes, int series);
    }
}
