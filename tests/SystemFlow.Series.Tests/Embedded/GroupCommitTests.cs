using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

public sealed class GroupCommitTests : IDisposable
{
    private readonly SeriesFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_MoreThanTheQueueHolds_IsRefusedWithTheNumbersAndTheRemedy()
    {
        await using var store = _folder.Open(queueCapacity: 10);
        using var held = _folder.HoldTheDisk();
        var waiting = AppendAsync(store, 0, count: 8);

        var problem = await Assert.ThrowsAsync<SeriesException>(() => AppendAsync(store, 8, count: 3));

        Assert.Equal(
            "The series store's queue is full: 8 readings wait for the disk, 3 more came, and the limit is 10. "
            + "Send again in a second; if it lasts, look for what slows the disk, or raise Series:QueueCapacity.",
            problem.Message);
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (problem.IsBusy, problem.RetryAfter));
        held.Dispose();
        await waiting;
    }

    [Fact]
    public async Task Append_OnceTheQueueHasDrained_IsTakenAgain()
    {
        await using var store = _folder.Open(queueCapacity: 10);
        using var held = _folder.HoldTheDisk();
        var waiting = AppendAsync(store, 0, count: 10);
        await Assert.ThrowsAsync<SeriesException>(() => AppendAsync(store, 10, count: 1));
        held.Dispose();
        await waiting;

        await AppendAsync(store, 10, count: 10);

        Assert.Equal(20, (await AllAsync(store)).Count);
    }

    [Fact]
    public async Task Append_OneBatchBiggerThanTheQueue_IsTakenWhenItIsAlone()
    {
        await using var store = _folder.Open(queueCapacity: 10);

        await AppendAsync(store, 0, count: 11);

        Assert.Equal(11, (await AllAsync(store)).Count);
    }

    [Fact]
    public async Task Append_ABatchThatDoesNotFitOnTheDisk_IsRefusedWhole_AndItsNeighboursAreTaken()
    {
        await using var store = _folder.Open();
        await AppendAsync(store, 0, count: 1);
        LeaveRoomFor(store, pages: 3);
        using var held = _folder.HoldTheDisk();
        var first = AppendAsync(store, 1, count: 1); // Takes the writer to the closed door; the others make a group.
        var before = AppendAsync(store, 2, count: 1);
        var tooBig = AppendAsync(store, 1_000, count: 5_000);
        var after = AppendAsync(store, 3, count: 1);

        held.Dispose();

        await Task.WhenAll(first, before, after);
        var problem = await Assert.ThrowsAsync<SeriesException>(() => tooBig);
        Assert.StartsWith($"There is no room on the disk for {_folder.Path}. Free some:", problem.Message, StringComparison.Ordinal);
        Assert.Equal((false, TimeSpan.FromSeconds(30)), (problem.IsBusy, problem.RetryAfter));
        Assert.Equal([0, 1, 2, 3], (await AllAsync(store)).Select(r => r.Value));
    }

    [Fact]
    public async Task Append_WhenThereIsRoomAgain_IsTaken()
    {
        await using var store = _folder.Open();
        LeaveRoomFor(store, pages: 3);
        await Assert.ThrowsAsync<SeriesException>(() => AppendAsync(store, 0, count: 5_000));

        LeaveRoomFor(store, pages: 100_000);
        await AppendAsync(store, 0, count: 5_000);

        Assert.Equal(5_000, (await AllAsync(store)).Count);
    }

    [Fact]
    public async Task Append_NewSeriesInARefusedBatch_LeavesNoTrace()
    {
        await using var store = _folder.Open();
        var elsewhere = Readings(0, 5_000).Select(r => r with { Place = PlaceCode.Parse("RWG02") });
        LeaveRoomFor(store, pages: 3);
        await Assert.ThrowsAsync<SeriesException>(() => store.AppendAsync([.. elsewhere], Cancelled).AsTask());

        await AppendAsync(store, 0, count: 1);

        using var beside = _folder.Connect();
        using var command = beside.CreateCommand();
        command.CommandText = "SELECT place FROM series";
        Assert.Equal("RWH01", command.ExecuteScalar());
    }

    [Fact]
    public async Task Append_WhileAnotherProgramHoldsTheFile_WaitsAndIsTaken()
    {
        await using var store = _folder.Open();
        using var held = _folder.HoldTheDisk();

        var waiting = AppendAsync(store, 0, count: 1);
        Assert.False(waiting.IsCompleted);
        held.Dispose();

        Assert.Equal(AppendOutcome.Accepted, Assert.Single(await waiting).Outcome);
    }

    [Fact]
    public async Task Log_AfterManyCommits_DoesNotGrowForEver()
    {
        const int Pages = 10_000; // 40 MB a commit; the log's limit is 64 MB.
        var note = new string('x', 3_500);
        await using var store = _folder.Open();

        for (var commit = 0; commit < 4; commit++)
        {
            await store.AppendAsync([.. Readings(commit * Pages, Pages).Select(r => r with { Comment = note })], Cancelled);
        }

        Assert.InRange(new FileInfo(_folder.Path + "-wal").Length, 1, 100_000_000);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Appended[]> AppendAsync(SqliteSeriesStore store, int first, int count) =>
        [.. await store.AppendAsync([.. Readings(first, count)], Cancelled)];

    private static IEnumerable<Reading> Readings(int first, int count) =>
        Enumerable.Range(first, count).Select(i => A.Reading with
        {
            Value = i,
            PeriodEnd = A.Monday9am.AddMinutes(i),
            SubmittedAt = A.Monday9am.AddMinutes(i),
        });

    private static ValueTask<List<Reading>> AllAsync(SqliteSeriesStore store) => store
        .ReadAsync(A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled)
        .ToListAsync(Cancelled);

    private static void LeaveRoomFor(SqliteSeriesStore store, int pages)
    {
        using var command = store.WriterConnection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var now = (long)command.ExecuteScalar()!;
        command.CommandText = $"PRAGMA max_page_count = {now + pages}";
        command.ExecuteNonQuery();
    }
}
