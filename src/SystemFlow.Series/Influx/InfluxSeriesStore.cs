using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>
/// The record on an InfluxDB server, with a spool on disk before it: a reading is acknowledged when it is in the spool, whether the server
/// is there or not, and goes on to the server in order.
/// </summary>
internal sealed partial class InfluxSeriesStore : ISeriesStore, IAsyncDisposable
{
    private readonly InfluxOptions _options;
    private readonly InfluxClient _client;
    private readonly Server _server;
    private readonly Spool _spool;
    private readonly SpoolReader _waiting;
    private readonly Newest _newest;
    private readonly Comparing _comparing;
    private readonly AppendQueue _queue;
    private readonly SpoolMeter _meter;
    private readonly Drain _drain;
    private readonly SeriesReads _reads;
    private readonly PlaceReads _places;
    private readonly WholeReads _whole;
    private readonly Consistency _consistency = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Task _writing;

    private InfluxSeriesStore(SeriesOptions options, TimeProvider time, Random chance, ILogger logger)
    {
        _options = options.Influx;
        _newest = new Newest(_options.IsShared, time);
        _spool = new Spool(_options.SpoolFolder(options.Path), time);
        _waiting = new SpoolReader(_spool);
        _client = new InfluxClient(_options);
        _server = new Server(_client, _options, time, () => _spool.Waiting, logger);
        _comparing = new Comparing(
            _server, _spool, _waiting, _newest, new Lookups(_server.QueryAsync, _spool.Names), LongestLook(_options), time);
        _queue = new AppendQueue(options.QueueCapacity);
        _meter = new SpoolMeter(_spool, _waiting, time);
        _drain = new Drain(
            _spool, _waiting, _server, new Settling(_spool, new Lookups(_client.QueryAsync, _spool.Names)),
            new Sending(_spool, _client, _newest, logger), _consistency, time, chance, logger);
        _server.WentAway = _drain.Wake;
        _reads = new SeriesReads(_server, _spool, _waiting, _drain, _consistency, _options);
        _places = new PlaceReads(_server, _spool, _waiting, _reads, _consistency);
        _whole = new WholeReads(_server, _spool, _drain);
        _writing = new SpoolWriter(_spool, _queue, _comparing, _newest, _turn, Full, _drain.Wake, logger).RunAsync();
        Log.Opened(logger, _options.Url, _options.Database, _spool.Path, _spool.Waiting);
    }

    /// <inheritdoc cref="Influx.Spool"/>
    public Spool Spool => _spool;

    /// <summary>Opens the spool, or makes it, and begins to send what waits in it. The server need not be there.</summary>
    /// <exception cref="SeriesException">The spool cannot be used; the message says why and what to do.</exception>
    public static InfluxSeriesStore Open(SeriesOptions options, TimeProvider time, ILogger logger, Random? chance = null)
    {
        var store = new InfluxSeriesStore(options, time, chance ?? Random.Shared, logger);
        if (options.Influx.SaysSecretsAloud) Log.Aloud(logger, options.Influx.Url);
        store._drain.Start();
        return store;
    }

    /// <summary>Asks the server whether it takes this program, and has the database. One that is away is another time's matter.</summary>
    /// <exception cref="SeriesException">It refuses the sign-in, or there is no database.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.PrepareAsync(cancellationToken);
        }
        catch (InfluxException error)
        {
            var problem = _server.Noted(error);
            if (error.Trouble != Trouble.Away) throw problem;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0) return [];
        Keepable.Check(batch, _spool.Names);
        var append = new Append(batch, cancellationToken);
        _queue.Add(append);
        return await append.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where others write too, somebody who begins anew with a place (a grain that moved here) must not begin with what this one remembers of it.
        if (_options.IsShared && _server.IsThere) _newest.ForgetSoon(place);
        var newest = _newest.At(place) ?? (_options.IsShared && !_server.IsThere ? _newest.Remembered(place) : null) ?? await LoadAsync(place, cancellationToken);
        foreach (var reading in newest.Values) yield return reading;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Reading> LatestAsync(
        PlaceCode place, DateTimeOffset asAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reading in await _places.LatestAsync(place, asAt, cancellationToken)) yield return reading;
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => await _whole.BeginsAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var key = new SeriesKey(place, metric);
        return _reads.RowsAsync(key, from.UtcTicks, to.UtcTicks, cancellationToken).Select(row => row.Read(key));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        var key = new SeriesKey(place, metric);
        return _reads.RowsAsync(key, from.UtcTicks, to.UtcTicks, asAt.UtcTicks, cancellationToken).Select(row => row.Read(key));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) => ThinAsync(
            new Thinning(from, to, points), _reads.ValuesAsync(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken) => ThinAsync(
            new Thinning(from, to, points),
            _reads.RowsAsync(new SeriesKey(place, metric), from.UtcTicks, to.UtcTicks, asAt.UtcTicks, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var key = new SeriesKey(place, metric);
        return _reads.ReplacedAsync(key, from.UtcTicks, to.UtcTicks, cancellationToken)
            .Select(replaced => new Amendment(replaced.Row.Read(key), Moments.Utc(replaced.By)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SeriesKey> SeriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in await _whole.SeriesAsync(null, cancellationToken)) yield return key;
    }

    /// <inheritdoc/>
    public async ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        await _whole.StatisticsAsync(cancellationToken);

    /// <summary>Takes what waits for the disk in, then closes. What waits for the server stays in the spool.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _writing;
        await _drain.DisposeAsync();
        _queue.Dispose();
        _meter.Dispose();
        _waiting.Dispose();
        _spool.Dispose();
        _client.Dispose();
        _consistency.Dispose();
        _turn.Dispose();
    }

    private static async ValueTask<ImmutableArray<Stretch>> ThinAsync(Thinning thinning, IAsyncEnumerable<Row> rows)
    {
        await foreach (var row in rows)
        {
            if (row.Summary is { } summary) thinning.Add(row.Period, row.Value!.Value, summary);
        }

        return thinning.Finish();
    }

    private async Task<ImmutableDictionary<MetricKey, Reading>> LoadAsync(PlaceCode place, CancellationToken cancellationToken)
    {
        if (!_server.IsThere) throw _server.Absence();
        await _reads.SettledAsync(_spool.LastOpen(place) ?? _spool.Deletions.LastOrDefault()?.Id, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await _comparing.LoadAsync(place) ?? throw _server.Absence();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static TimeSpan LongestLook(InfluxOptions options) => TimeSpan.FromSeconds(Math.Min(10, options.TimeoutSeconds));

    private SeriesException? Full()
    {
        var (bytes, limit) = (_spool.Bytes, _options.SpoolMegabytes * 1024L * 1024L);
        if (bytes < limit) return null;
        var oldest = _waiting.Oldest is { } since ? string.Create(CultureInfo.InvariantCulture, $" since {since:yyyy-MM-dd HH:mm:ss} UTC") : "";
        return new SeriesException(string.Create(
            CultureInfo.InvariantCulture,
            $"The spool is full: {_spool.Waiting:N0} readings wait{oldest} for InfluxDB at {_options.Url}, and the limit is {_options.SpoolMegabytes:N0} MB in "
            + $"{_spool.Path}. Bring InfluxDB back: the spool empties itself, and senders send again what was refused. Or raise "
            + $"Series:Influx:SpoolMegabytes, if the disk has room."))
        {
            RetryAfter = Backoff.Longest,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The sign-in goes to {Url} over a line that others may hear. Use https")]
        public static partial void Aloud(ILogger logger, string url);

        [LoggerMessage(LogLevel.Information, "Series on InfluxDB at {Url}, database {Database}; spool {Spool}: {Waiting} readings wait")]
        public static partial void Opened(ILogger logger, string url, string database, string spool, long waiting);
    }
}
