namespace SystemFlow.Series.Tests.Migrating;

/// <summary>From one file into another.</summary>
public sealed class MigrationTests : MigrationContract
{
    private readonly SeriesFolder _from = new();
    private readonly SeriesFolder _to = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _from.Dispose();
        _to.Dispose();
    }

    protected override Task<ISeriesStore> OpenSourceAsync() => Task.FromResult<ISeriesStore>(_from.Open());

    protected override Task<ISeriesStore> OpenTargetAsync() => Task.FromResult<ISeriesStore>(_to.Open());
}
