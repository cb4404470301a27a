using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>The same where nothing waits: every answer is the server's, and nothing is remembered.</summary>
public sealed class InfluxSeriesStoreAtTheServerTests(InfluxFixture fixture) : SeriesStoreContract, IClassFixture<InfluxFixture>, IAsyncDisposable
{
    private readonly InfluxFolder _folder = new(fixture.Server.Url, fixture.NewDatabase());
    private Forgetful? _store;

    protected override ISeriesStore Store => _store ??= new Forgetful(_folder);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>After each batch it waits for the server to have it, and begins anew.</summary>
    private sealed class Forgetful(InfluxFolder folder) : ISeriesStore, IAsyncDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private InfluxSeriesStore _inner = folder.Open();

        public async ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
        {
            await _one.WaitAsync(CancellationToken.None);
            try
            {
                var answers = await _inner.AppendAsync(batch, cancellationToken);
                await _inner.StatisticsAsync(cancellationToken);
                await _inner.DisposeAsync();
                _inner = folder.Open();
                return answers;
            }
            finally
            {
                _one.Release();
            }
        }

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) =>
            _inner.LatestAsync(place, cancellationToken);

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            _inner.LatestAsync(place, asAt, cancellationToken);

        public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => _inner.BeginsAsync(cancellationToken);

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            _inner.ReadAsync(place, metric, from, to, cancellationToken);

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            _inner.ReadAsync(place, metric, from, to, asAt, cancellationToken);

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
            _inner.ThinAsync(place, metric, from, to, points, cancellationToken);

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt,
            CancellationToken cancellationToken) => _inner.ThinAsync(place, metric, from, to, points, asAt, cancellationToken);

        public IAsyncEnumerable<Amendment> AmendmentsAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            _inner.AmendmentsAsync(place, metric, from, to, cancellationToken);

        public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => _inner.SeriesAsync(cancellationToken);

        public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) => _inner.StatisticsAsync(cancellationToken);

        public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) => _inner.DeleteAsync(place, cancellationToken);

        public ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
            _inner.ThinOutAsync(terms, now, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _inner.DisposeAsync();
            _one.Dispose();
        }
    }
}
