using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Tests;

/// <summary>Stands before the real store, and refuses while it is told to.</summary>
public sealed class FakeSeries(ISeriesStore real) : ISeriesStore
{
    private volatile SeriesException? _appending;
    private volatile SeriesException? _reading;
    private volatile Task _beforeAppend = Task.CompletedTask;
    private volatile Task _beforePast = Task.CompletedTask;

    public SeriesException? OnAppend { set => _appending = value; }

    public SeriesException? OnLatest { set => _reading = value; }

    /// <summary>What every read of one series says instead of its readings.</summary>
    public SeriesException? OnSeries { get; set; }

    /// <summary>What happens when a batch has been given to the store, and is not written yet.</summary>
    public Action WhileAppending { get; set; } = () => { };

    /// <summary>What every batch waits for, as it would for a slow disk.</summary>
    public Task BeforeAppend { set => _beforeAppend = value; }

    /// <summary>What every look at a past moment waits for.</summary>
    public Task BeforePast { set => _beforePast = value; }

    public async ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        await _beforeAppend.WaitAsync(cancellationToken);
        WhileAppending();
        return _appending is { } error ? throw error : await real.AppendAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) =>
        _reading is { } error ? throw error : real.LatestAsync(place, cancellationToken);

    public async IAsyncEnumerable<Reading> LatestAsync(
        PlaceCode place, DateTimeOffset asAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _beforePast.WaitAsync(cancellationToken);
        if (_reading is { } error) throw error;
        await foreach (var reading in real.LatestAsync(place, asAt, cancellationToken)) yield return reading;
    }

    public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) =>
        _reading is { } error ? throw error : real.BeginsAsync(cancellationToken);

    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        OnSeries is { } error ? throw error : real.ReadAsync(place, metric, from, to, cancellationToken);

    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        real.ReadAsync(place, metric, from, to, asAt, cancellationToken);

    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points,
        CancellationToken cancellationToken) =>
        OnSeries is { } error ? throw error : real.ThinAsync(place, metric, from, to, points, cancellationToken);

    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
        CancellationToken cancellationToken) => real.ThinAsync(place, metric, from, to, points, asAt, cancellationToken);

    public IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        real.AmendmentsAsync(place, metric, from, to, cancellationToken);

    public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => real.SeriesAsync(cancellationToken);

    public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) => real.StatisticsAsync(cancellationToken);

    public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) => real.DeleteAsync(place, cancellationToken);

    public ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        real.ThinOutAsync(terms, now, cancellationToken);
}
