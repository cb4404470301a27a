using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Components;

/// <summary>A record of readings that a test wrote down, amended, thinned and known as the contract says.</summary>
internal sealed class RecordedSeries : ISeriesStore
{
    private readonly List<Reading> _readings = [];
    private int _reads;
    private int _begins;
    private int _pastReads;
    private int _inPast;
    private int _mostInPast;

    /// <summary>Lines read.</summary>
    public int Reads => _reads;

    /// <summary>How often it was asked when it begins.</summary>
    public int Begins => _begins;

    /// <summary>Reads of a past moment that were begun.</summary>
    public int PastReads => _pastReads;

    /// <summary>How many of them went on at once.</summary>
    public int MostPastAtOnce => _mostInPast;

    public bool IsAway { get; set; }

    /// <summary>What every read of the past waits for.</summary>
    public Task BeforePast { get; set; } = Task.CompletedTask;

    /// <summary>Takes a reading, or an amendment of one.</summary>
    /// <param name="submitted">When it came; by default as soon as its period ended.</param>
    public void Add(string place, string metric, DateTimeOffset at, double value, DateTimeOffset? submitted = null, TimeSpan? cadence = null) =>
        _readings.Add(A.Reading with
        {
            Place = PlaceCode.Parse(place),
            Metric = MetricKey.Parse(metric),
            PeriodEnd = at,
            Value = value,
            SubmittedAt = submitted ?? at,
            Cadence = cadence ?? A.Reading.Cadence,
        });

    /// <summary>Takes a reading as it is.</summary>
    public void Add(Reading reading) => _readings.Add(reading);

    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
        new(Thin(place, metric, from, to, points, asAt: null));

    public async ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken)
    {
        await InPastAsync(cancellationToken);
        return Thin(place, metric, from, to, points, asAt);
    }

    public ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Pages only read.");

    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) => Latest(place, asAt: null).ToAsyncEnumerable();

    public async IAsyncEnumerable<Reading> LatestAsync(
        PlaceCode place, DateTimeOffset asAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await InPastAsync(cancellationToken);
        if (IsAway) throw new SeriesException("The store is away.");
        foreach (var reading in Latest(place, asAt)) yield return reading;
    }

    public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begins);
        return new(_readings.Count == 0 ? null : _readings.Min(KnownAt));
    }

    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Of(place, metric, from, to, asAt: null).ToAsyncEnumerable();

    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        Of(place, metric, from, to, asAt).ToAsyncEnumerable();

    public async IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) =>
        _readings.Select(reading => new SeriesKey(reading.Place, reading.Metric)).Distinct().ToAsyncEnumerable();

    public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Pages only read figures.");

    public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Pages only read.");

    public ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Pages only read.");

    private static DateTimeOffset KnownAt(Reading reading) => reading.KnownAt ?? reading.SubmittedAt;

    private async Task InPastAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pastReads);
        var inside = Interlocked.Increment(ref _inPast);
        for (var most = _mostInPast; inside > most; most = _mostInPast) Interlocked.CompareExchange(ref _mostInPast, inside, most);
        try
        {
            await BeforePast.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inPast);
        }
    }

    private IEnumerable<Reading> Latest(PlaceCode place, DateTimeOffset? asAt) => Known(asAt)
        .Where(reading => reading.Place == place && (asAt is not { } moment || reading.PeriodEnd <= moment + AsAt.Ahead))
        .GroupBy(reading => reading.Metric)
        .Select(series => series.MaxBy(reading => reading.PeriodEnd)!);

    private IEnumerable<Reading> Of(PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? asAt) => Known(asAt)
        .Where(r => r.Place == place && r.Metric == metric && r.PeriodEnd >= from && r.PeriodEnd < to)
        .OrderBy(r => r.PeriodEnd);

    private IEnumerable<Reading> Known(DateTimeOffset? asAt) => _readings
        .Where(reading => asAt is not { } moment || KnownAt(reading) <= moment)
        .GroupBy(reading => (reading.Place, reading.Metric, reading.PeriodEnd))
        .Select(submissions => submissions.MaxBy(reading => reading.SubmittedAt)!);

    private ImmutableArray<Stretch> Thin(PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset? asAt)
    {
        Interlocked.Increment(ref _reads);
        if (IsAway) throw new SeriesException("The store is away.");
        var step = (to - from) / points;
        var readings = Of(place, metric, from, to, asAt).ToList();
        return [.. Enumerable.Range(0, points).Select(index => StretchOf(readings, from + (index * step), step))];
    }

    private static Stretch StretchOf(List<Reading> readings, DateTimeOffset start, TimeSpan step)
    {
        var values = readings.Where(reading => reading.PeriodEnd >= start && reading.PeriodEnd < start + step).Select(reading => reading.Value!.Value).ToList();
        return values.Count == 0
            ? new Stretch(start, 0, null, null, null, null)
            : new Stretch(start, values.Count, values.Min(), values.Max(), values.Average(), values[^1]);
    }
}
