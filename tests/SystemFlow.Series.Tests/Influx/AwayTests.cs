using System.Globalization;
using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>The server away, and back.</summary>
public sealed class AwayTests(InfluxFixture fixture, ITestOutputHelper output) : IClassFixture<InfluxFixture>, IAsyncLifetime
{
    private readonly InfluxServer _server = fixture.Server;
    private readonly InfluxFolder _folder = new(fixture.Server.Url, fixture.NewDatabase());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerKilledDuringAppends_AndStartedAgain_LosesNothing_AndKeepsTheOrderOfAmendments()
    {
        const int Readings = 400;
        await using var store = _folder.Open();
        var (some, more) = (new TaskCompletionSource(), new TaskCompletionSource());

        var sending = Task.Run(
            async () =>
            {
                for (var i = 1; i <= Readings; i++)
                {
                    await store.AppendAsync([At(i), At(0) with { Value = i, SubmittedAt = A.Monday9am.AddMinutes(i) }], Cancelled);
                    if (i == Readings / 4) some.SetResult();
                    if (i == Readings / 2) more.SetResult();
                }
            },
            Cancelled);
        await some.Task;
        _server.Kill();
        await more.Task;
        await _server.StartAsync(Cancelled);
        await sending;

        await store.StatisticsAsync(Cancelled); // By then the server has it all.
        var all = await AllAsync(store);
        var amendments = await store.AmendmentsAsync(A.Lister, A.BedsOccupied, A.Monday9am, A.Monday9am.AddTicks(1), Cancelled).ToListAsync(Cancelled);
        Assert.Equal([Readings, .. Enumerable.Range(1, Readings).Select(i => (double)i)], all.Select(reading => reading.Value!.Value));
        Assert.Equal(Enumerable.Range(1, Readings - 1).Reverse().Select(i => (double?)i), amendments.Select(amendment => amendment.Replaced.Value));
        Assert.Equal(Readings + 1, await CountAtServerAsync("reading"));
        Assert.Equal(Readings - 1, await CountAtServerAsync("amendment"));
    }

    [Fact]
    public async Task Away_TakesReadings_GivesWhatItRemembers_AndSaysWhatItCannot()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([At(0)], Cancelled);
        await store.StatisticsAsync(Cancelled);
        _server.Kill();

        var outcomes = await store.AppendAsync([At(1), At(1), At(1) with { Value = 7 }, At(0) with { Value = 8 }], Cancelled);
        var problem = await Assert.ThrowsAsync<SeriesException>(() => AllAsync(store).AsTask());

        Assert.Equal(
            [AppendOutcome.Accepted, AppendOutcome.Duplicate, AppendOutcome.Amended, AppendOutcome.Amended], outcomes.Select(answer => answer.Outcome));
        Assert.Equal(7, Assert.Single(await store.LatestAsync(A.Lister, Cancelled).ToListAsync(Cancelled)).Value);
        Assert.StartsWith($"InfluxDB at {_server.Url} does not answer (", problem.Message, StringComparison.Ordinal);
        Assert.Matches(@" Since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC; 3 readings wait for it on disk, and new ones are taken\.$", problem.Message);
        Assert.Equal((false, true), (problem.IsBusy, problem.RetryAfter > TimeSpan.Zero));
    }

    [Fact]
    public async Task WhatCouldNotBeCompared_IsSettledWhenTheServerIsBack_AndAnOlderSubmissionDoesNotWin()
    {
        var newer = At(0) with { Value = 50, SubmittedAt = A.Monday9am.AddHours(1) };
        await using (var before = _folder.Open())
        {
            await before.AppendAsync([newer, At(1), At(2)], Cancelled);
            await before.StatisticsAsync(Cancelled);
        }

        _server.Kill();
        var log = new HeardLog();
        await using var store = _folder.Open(log); // Remembers nothing.
        var later = At(1) with { Value = 70, SubmittedAt = A.Monday9am.AddHours(1) };
        await store.AppendAsync([At(0) with { Value = 12 }, later, At(2), At(3)], Cancelled);
        await store.AppendAsync([later with { Value = 71, SubmittedAt = A.Monday9am.AddHours(2) }], Cancelled);
        await _server.StartAsync(Cancelled);

        var held = await store.StatisticsAsync(Cancelled);
        var all = await AllAsync(store);
        var amendments = await store.AmendmentsAsync(A.Lister, A.BedsOccupied, A.Monday9am, A.Monday9am.AddDays(1), Cancelled).ToListAsync(Cancelled);

        Assert.Equal([50, 71, 2, 3], all.Select(reading => reading.Value));
        Assert.Equal([70, 1], amendments.Select(amendment => amendment.Replaced.Value));
        Assert.Equal((4, 2, 0), (held.Readings, held.Amendments, held.Waiting));
        Assert.Single(log.Lines, line => line.Contains("does not answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AwayForTenMinutes_AtAThousandReadingsASecond_LosesNothing()
    {
        const int Seconds = 600, Series = 1_000;
        await using var store = _folder.Open();
        await store.AppendAsync([.. Second(0, Series).Take(Series / 2)], Cancelled); // Half of the places are known, half are not.
        await store.StatisticsAsync(Cancelled);
        _server.Kill();

        var began = TimeProvider.System.GetTimestamp();
        for (var second = 1; second <= Seconds; second++) await store.AppendAsync([.. Second(second, Series)], Cancelled);
        var appended = TimeProvider.System.GetElapsedTime(began);
        var bytes = store.Spool.Bytes;
        Assert.Equal(Seconds * Series, store.Spool.Waiting);

        await _server.StartAsync(Cancelled);
        began = TimeProvider.System.GetTimestamp();
        var held = await store.StatisticsAsync(Cancelled);
        var drained = TimeProvider.System.GetElapsedTime(began);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds * Series:N0} readings taken in {appended.TotalSeconds:F1} s, {bytes / 1e6:F0} MB in the spool; sent and counted in {drained.TotalSeconds:F1} s"));
        Assert.Equal(Seconds * Series + Series / 2, await CountAtServerAsync("reading"));
        Assert.Equal((Series, Seconds * Series + Series / 2, 0, 0), (held.Series, held.Readings, held.Amendments, held.Waiting));
        Assert.Equal(0, store.Spool.Waiting);
    }

    [Fact]
    public async Task SpoolFull_RefusesInWords_AndGoesOnWhenTheServerIsBack()
    {
        _folder.Options.SpoolMegabytes = 1;
        await using var store = _folder.Open();
        _server.Kill();

        var taken = 0;
        var problem = await Assert.ThrowsAsync<SeriesException>(async () =>
        {
            for (; taken < 100; taken++) await store.AppendAsync([.. Second(taken, 1_000)], Cancelled);
        });
        await _server.StartAsync(Cancelled);
        var held = await store.StatisticsAsync(Cancelled);
        await store.AppendAsync([.. Second(taken, 1_000)], Cancelled);

        Assert.StartsWith($"The spool is full: {taken * 1_000:N0} readings wait since ", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"for InfluxDB at {_server.Url}, and the limit is 1 MB in {store.Spool.Path}. Bring InfluxDB back", problem.Message, StringComparison.Ordinal);
        Assert.Equal((false, true), (problem.IsBusy, problem.RetryAfter > TimeSpan.Zero));
        Assert.InRange(taken, 1, 99);
        Assert.Equal(taken * 1_000, held.Readings);
    }

    [Fact]
    public async Task WhenTheServerIsBack_WhatWaitsIsSentByItself_AndThatIsSaidOnce()
    {
        var (time, log) = (new HeardTime(A.Monday9am), new HeardLog());
        _server.Kill();
        await using var store = _folder.Open(log, time);
        await store.AppendAsync([At(0), At(1)], Cancelled);
        await time.WaitedFor(); // The first try failed, and the next is in its time.
        await _server.StartAsync(Cancelled);

        time.Advance(TimeSpan.FromSeconds(15)); // The longest wait.
        await log.Heard("is back");

        Assert.Equal([At(0), At(1)], await AllAsync(store));
        Assert.Equal(0, store.Spool.Waiting);
        var (_, back) = (
            Assert.Single(log.Lines, line => line.StartsWith("Warning: InfluxDB at", StringComparison.Ordinal)),
            Assert.Single(log.Lines, line => line.StartsWith("Information: InfluxDB at", StringComparison.Ordinal)));
        Assert.EndsWith("away since 2026-01-05T09:00:00.0000000+00:00, is back: 2 readings that waited were sent", back, StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The next test finds the server there.</summary>
    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _server.Kill();
        await _server.StartAsync(CancellationToken.None);
    }

    private static Reading At(int minute) => A.Reading with
    {
        Value = minute,
        PeriodEnd = A.Monday9am.AddMinutes(minute),
        SubmittedAt = A.Monday9am.AddMinutes(minute),
    };

    private static IEnumerable<Reading> Second(int second, int series) => Enumerable.Range(0, series).Select(i => new Reading(
        PlaceCode.Parse(string.Create(CultureInfo.InvariantCulture, $"P{i / 20:000}")),
        MetricCode.Parse(string.Create(CultureInfo.InvariantCulture, $"beds.m{i % 20}")),
        second + i, A.Monday9am.AddSeconds(second), "test"));

    private static ValueTask<List<Reading>> AllAsync(InfluxSeriesStore store) => store
        .ReadAsync(A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled);

    private async Task<long> CountAtServerAsync(string measurement)
    {
        var json = await _server.QueryAsync(_folder.Database, $"SELECT count(\"counted\") AS \"count\" FROM \"{measurement}\"", Cancelled);
        using var answer = new QueryAnswer(JsonDocument.Parse(json));
        return answer.Rows.Sum(row => row.Long("count"));
    }
}
