using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>What every store does, on a real server.</summary>
public sealed class InfluxSeriesStoreTests(InfluxFixture fixture) : SeriesStoreContract, IClassFixture<InfluxFixture>, IAsyncDisposable
{
    private readonly InfluxFolder _folder = new(fixture.Server.Url, fixture.NewDatabase());
    private InfluxSeriesStore? _store;

    protected override ISeriesStore Store => _store ??= _folder.Open();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reopen_FindsEverythingAtTheServer_AndGoesOn()
    {
        await AppendAsync(At(0), At(1), At(1) with { Value = 50 });
        await Store.StatisticsAsync(Cancelled); // By then the spool is empty.

        await ReopenAsync();
        await AppendAsync(At(2), At(0) with { Metric = A.BedsOpen }, At(1) with { Value = 60 });

        var amended = At(1) with { Value = 60, AmendedFrom = 50, AmendedAt = At(1).SubmittedAt };
        Assert.Equal([At(0), amended, At(2)], await AllAsync());
        Assert.Equal(2, (await LatestAsync(A.Lister)).Count);
    }

    [Fact]
    public async Task Append_ANoteThatWasReplaced_IsNotKeptWithTheNewValue()
    {
        await AppendAsync(At(0) with { Comment = "Ward closed", Numerator = 1, Denominator = 2 });
        await AppendAsync(At(0) with { Value = null, SubmittedAt = At(1).SubmittedAt });
        await Store.StatisticsAsync(Cancelled);
        await ReopenAsync();

        var stored = Assert.Single(await AllAsync());

        Assert.Equal((null, null, null, null), (stored.Value, stored.Comment, stored.Numerator, stored.Denominator));
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ReopenAsync()
    {
        await _store!.DisposeAsync();
        _store = null;
    }
}
