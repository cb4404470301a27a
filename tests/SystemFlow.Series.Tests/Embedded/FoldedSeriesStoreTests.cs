using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>The same contract where every reading is brought into blocks as soon as it is acknowledged.</summary>
public sealed class FoldedSeriesStoreTests : SeriesStoreContract, IAsyncDisposable
{
    private readonly SeriesFolder _folder = new();
    private readonly SqliteSeriesStore _store;

    public FoldedSeriesStoreTests() => _store = _folder.Open(logReadings: 1);

    protected override ISeriesStore Store => _store;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
