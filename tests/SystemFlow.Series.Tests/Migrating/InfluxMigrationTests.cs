using SystemFlow.Series.Tests.Influx;

namespace SystemFlow.Series.Tests.Migrating;

/// <summary>From a file to a real InfluxDB.</summary>
public sealed class MigrationToInfluxTests(InfluxFixture fixture) : MigrationContract, IClassFixture<InfluxFixture>
{
    private readonly SeriesFolder _from = new();
    private readonly InfluxFolder _to = new(fixture.Server.Url, fixture.NewDatabase());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _from.Dispose();
        _to.Dispose();
    }

    protected override Task<ISeriesStore> OpenSourceAsync() => Task.FromResult<ISeriesStore>(_from.Open());

    protected override Task<ISeriesStore> OpenTargetAsync() => InfluxMigration.OpenAsync(_to);
}

/// <summary>From a real InfluxDB into a file.</summary>
public sealed class MigrationFromInfluxTests(InfluxFixture fixture) : MigrationContract, IClassFixture<InfluxFixture>
{
    private readonly InfluxFolder _from = new(fixture.Server.Url, fixture.NewDatabase());
    private readonly SeriesFolder _to = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _from.Dispose();
        _to.Dispose();
    }

    protected override Task<ISeriesStore> OpenSourceAsync() => InfluxMigration.OpenAsync(_from);

    protected override Task<ISeriesStore> OpenTargetAsync() => Task.FromResult<ISeriesStore>(_to.Open());
}

internal static class InfluxMigration
{
    public static async Task<ISeriesStore> OpenAsync(InfluxFolder folder)
    {
        var store = folder.Open();
        await store.CheckAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
