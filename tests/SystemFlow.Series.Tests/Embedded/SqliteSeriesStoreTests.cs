using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

public sealed class SqliteSeriesStoreTests : SeriesStoreContract, IAsyncDisposable
{
    private readonly SeriesFolder _folder = new();
    private SqliteSeriesStore _store;

    public SqliteSeriesStoreTests() => _store = _folder.Open();

    protected override ISeriesStore Store => _store;

    [Fact]
    public async Task Reopen_FindsEverything_AndGoesOn()
    {
        await AppendAsync(At(0), At(1), At(1) with { Value = 50 });

        await ReopenAsync();
        await AppendAsync(At(2), At(0) with { Metric = A.BedsOpen });

        Assert.Equal([At(0), At(1) with { Value = 50, AmendedFrom = 1, AmendedAt = At(1).SubmittedAt }, At(2)], await AllAsync());
        Assert.Equal(2, (await LatestAsync(A.Lister)).Count);
    }

    [Fact]
    public async Task Dispose_WhileReadingsWait_WritesThemFirst()
    {
        Task<Appended[]> waiting;
        using (_folder.HoldTheDisk()) waiting = AppendAsync(At(0));

        await ReopenAsync();

        Assert.Single(await waiting);
        Assert.Equal([At(0)], await AllAsync());
    }

    [Fact]
    public async Task Append_WhenClosed_SaysSo()
    {
        await _store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => AppendAsync(At(0)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => LatestAsync(A.Lister).AsTask());
        _store = _folder.Open();
    }

    [Fact]
    public async Task Append_SenderGoneWhileItWaits_IsNotWritten()
    {
        using var gone = new CancellationTokenSource();
        Task first, second;

        using (_folder.HoldTheDisk())
        {
            first = AppendAsync(At(0));
            second = _store.AppendAsync([At(1)], gone.Token).AsTask();
            await gone.CancelAsync();
        }

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await AppendAsync(At(2)); // Behind the second, whose turn has then come and gone.
        Assert.Equal([At(0), At(2)], await AllAsync());
    }

    [Fact]
    public async Task Read_WhileAnotherReaderIsHalfway_SeesWhatWasAcknowledged()
    {
        await AppendAsync(At(0));
        var stopped = TestContext.Current.CancellationToken;
        await using var halfway = Store.LatestAsync(A.Lister, stopped).GetAsyncEnumerator(stopped);
        await halfway.MoveNextAsync();

        await AppendAsync(At(1));

        Assert.Equal([At(1)], await LatestAsync(A.Lister));
        Assert.Equal(At(0), halfway.Current);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")] // FULL: no kill shows a commit that did not wait for the disk, a power cut does.
    public void Open_WritesDurably(string setting, string expected)
    {
        using var command = _store.WriterConnection.CreateCommand();
        command.CommandText = $"PRAGMA {setting}";

        Assert.Equal(expected, $"{command.ExecuteScalar()}");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = _folder.Open();
    }
}
