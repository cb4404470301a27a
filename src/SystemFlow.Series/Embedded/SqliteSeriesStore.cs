using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>The record in one SQLite file: a single writer, and readers that never hold it up.</summary>
internal sealed partial class SqliteSeriesStore : ISeriesStore, IAsyncDisposable
{
    private readonly string _path;
    private readonly Dictionaries _known;
    private readonly AppendQueue _queue;
    private readonly SeriesWriter _writer;
    private readonly SeriesReaders _readers;
    private readonly FileStream _claim;
    private readonly Lock _closeOnce = new();
    private Task? _closing;

    private SqliteSeriesStore(SeriesOptions options, FileStream claim, ILogger logger)
    {
        var connection = SeriesFile.OpenWriter(options.Path);
        _claim = claim;
        _path = options.Path;
        _known = Dictionaries.Load(connection, logger);
        _queue = new AppendQueue(options.QueueCapacity);
        _writer = new SeriesWriter(connection, _known, _queue, options, logger);
        _readers = new SeriesReaders(options.Path);
        Log.Opened(logger, Path.GetFullPath(options.Path), SeriesFile.BytesOf(options.Path), _known.Heads.Count, _known.Logged);
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
    public async ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) =>
        await Task.Run(() => Explained(() => _writer.Delete(place)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var gone = 0L;
        await Task.Run(() =>
        {
            Explained(() =>
            {
                _writer.Fold();
                return true;
            });
            gone += ThinOut(Level.Daily, terms.DailyBefore(now).UtcTicks + 1, cancellationToken);
            gone += ThinOut(Level.FiveMinutes, terms.FiveMinutesBefore(now).UtcTicks, cancellationToken);
        }, cancellationToken);
        return gone;
    }

    /// <summary>Writes what waits, then closes. Who asks again waits for the same end.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_closeOnce) return new ValueTask(_closing ??= CloseAsync());
    }

    private async Task CloseAsync()
    {
        _readers.Dispose(); // First, so that the writer is the last to close, and folds SQLite's log into the database.
        await _writer.DisposeAsync();
        await _claim.DisposeAsync();
    }

    private T Explained<T>(Func<T> work)
    {
        _readers.RefuseWhenClosed();
        try
        {
            return work();
        }
        catch (Exception error) when (error is not (SeriesException or ObjectDisposedException))
        {
            throw SqliteFault.Explain(error, _path);
        }
    }

    // Each run in a turn of its own, between which senders have theirs.
    private long ThinOut(Level level, long before, CancellationToken cancellationToken)
    {
        var all = 0L;
        while (Explained(() => _writer.ThinOut(level, before)) is { } gone)
        {
            all += gone;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return all;
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
            if (!_known.Heads.TryFind(key, out _) && !key.CanBeReadBack)
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
        [LoggerMessage(LogLevel.Information, "Series file {Path}: {Bytes} bytes, {Series} series, {Logged} readings read from the log")]
        public static partial void Opened(ILogger logger, string path, long bytes, int series, int logged);
    }
}
