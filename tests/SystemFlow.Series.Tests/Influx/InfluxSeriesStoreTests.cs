using SystemFlow.Domain.Readings;
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

    [Fact]
    public async Task Read_WhileItIsAmended_IsNeverHalfOldAndHalfNew()
    {
        const int Times = 300;
        Reading Say(int time) => At(0) with { Value = time, Comment = $"{time}", SubmittedAt = At(time).SubmittedAt };
        await AppendAsync(Say(0));

        var amending = Task.Run(
            async () =>
            {
                for (var time = 1; time <= Times; time++) await AppendAsync(Say(time));
            },
            Cancelled);
        var seen = new List<Reading>();
        while (!amending.IsCompleted) seen.Add(Assert.Single(await AllAsync()));
        await amending;
        seen.Add(Assert.Single(await AllAsync()));

        Assert.All(seen, reading => Assert.Equal($"{reading.Value}", reading.Comment));
        Assert.Equal(seen.Select(reading => reading.Value).Order(), seen.Select(reading => reading.Value));
        Assert.Equal(Times, seen[^1].Value);
    }

    [Fact]
    public async Task Thin_OfASeriesThatNeverRests_IsAnswered()
    {
        await AppendAsync([.. Enumerable.Range(0, 10_000).Select(At)]);
        using var enough = new CancellationTokenSource();
        var feeding = Task.Run(
            async () =>
            {
                for (var i = 10_000; !enough.IsCancellationRequested; i++) await AppendAsync(At(i));
            },
            Cancelled);

        var thin = await Store.ThinAsync(A.Lister, A.BedsOccupied, At(0).PeriodEnd, At(10_000).PeriodEnd, points: 10, Cancelled);
        await enough.CancelAsync();
        await feeding;

        Assert.All(thin, stretch => Assert.Equal(1_000, stretch.Count));
    }

    [Fact]
    public async Task WhatIsToGoAndWhatStays_WhenKilledInBetween_IsOneToReaders_BeforeAndAfter()
    {
        await AppendAsync([.. Enumerable.Range(0, 10).Select(At)]);
        await AppendAsync(At(4) with { Value = 40 });
        await Store.StatisticsAsync(Cancelled);
        var replaced = Assert.Single(await Store.AmendmentsAsync(A.Lister, A.BedsOccupied, At(0).PeriodEnd, At(9).PeriodEnd, Cancelled).ToListAsync(Cancelled));
        await _store!.DisposeAsync();
        var merged = At(4) with { Value = 40, StandsFor = new Summary(5, 0, 40, 9.2, At(0).PeriodEnd) };
        using (var spool = new Spool(Path.GetDirectoryName(_store.Spool.Path)!, TimeProvider.System))
        {
            var key = new SeriesKey(A.Lister, A.BedsOccupied);
            spool.Write(() =>
            {
                spool.Add(SpoolRow.Delete(SpoolKind.DeleteReadings, key, At(0).PeriodEnd.UtcTicks, At(4).PeriodEnd.UtcTicks));
                spool.Add(SpoolKind.Reading, key, Row.Of(merged, Stretched.FiveMinutes));
                return true;
            });
        }

        _store = null;
        var before = await AllAsync(); // Whether or not it has been sent yet.
        await Store.StatisticsAsync(Cancelled);
        var after = await AllAsync();

        Assert.Equal(4, replaced.Replaced.Value);
        Assert.Equal([merged, At(5), At(6), At(7), At(8), At(9)], before);
        Assert.Equal(before, after);
        Assert.Equal(0, _store!.Spool.Waiting);
    }

    [Fact]
    public async Task Append_WhatAnotherStoreThinnedOut_ClosesItsStretchHereToo()
    {
        var merged = At(4) with { StandsFor = new Summary(3, 1, 4, 3, At(1).PeriodEnd) };
        await AppendAsync(merged, At(9));

        var again = await AppendAsync(At(1), At(2), At(4), At(5));

        Assert.Equal(
            [AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Accepted],
            again.Select(answer => answer.Outcome));
        Assert.Equal([merged, At(5), At(9)], await AllAsync());
    }

    [Fact]
    public async Task Append_WhenTheDiskOfTheSpoolIsFull_SaysSo_AndGoesOnWhenThereIsRoom()
    {
        await AppendAsync(At(0));
        var many = Enumerable.Range(1, 20_000).Select(At).ToArray();
        LeaveRoomFor(pages: 3);

        var problem = await Assert.ThrowsAsync<SeriesException>(() => AppendAsync(many));
        LeaveRoomFor(pages: 100_000);
        await AppendAsync(many);

        Assert.StartsWith($"There is no room on the disk for {_store!.Spool.Path}. Free some:", problem.Message, StringComparison.Ordinal);
        Assert.Equal((false, TimeSpan.FromSeconds(30)), (problem.IsBusy, problem.RetryAfter));
        Assert.Equal(20_001, (await AllAsync()).Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _folder.Dispose();
    }

    private void LeaveRoomFor(int pages)
    {
        using var command = _store!.Spool.Connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var now = (long)command.ExecuteScalar()!;
        command.CommandText = $"PRAGMA max_page_count = {now + pages}";
        command.ExecuteNonQuery();
    }

    private async Task ReopenAsync()
    {
        await _store!.DisposeAsync();
        _store = null;
    }
}
