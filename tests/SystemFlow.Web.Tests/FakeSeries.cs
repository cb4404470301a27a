using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Tests;

/// <summary>Stands before the real store, and refuses while it is told to.</summary>
public sealed class FakeSeries(ISeriesStore real) : ISeriesStore
{
    private volatile SeriesException? _appending;
    private volatile SeriesException? _reading;

    public SeriesException? OnAppend { set => _appending = value; }

    public SeriesException? OnLatest { set => _reading = value; }

    public ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) =>
        _appending is { } error ? throw error : real.AppendAsync(batch, cancellationToken);

    public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) =>
        _reading is { } error ? throw error : real.LatestAsync(place, cancellationToken);

    public IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        real.ReadAsync(place, metric, from, to, cancellationToken);

    public ValueTask<ImmutableArray<Stretch>> ThinAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points,
        CancellationToken cancellationToken) => real.ThinAsync(place, metric, from, to, points, cancellationToken);

    public IAsyncEnumerable<Amendment> AmendmentsAsync(
        PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        real.AmendmentsAsync(place, metric, from, to, cancellationToken);
}
