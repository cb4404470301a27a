using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Migrating;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Migrating;

/// <summary>A record copied from one store into another answers like it, also where the copy was stopped on the way.</summary>
public abstract class MigrationContract : IAsyncLifetime
{
    private static readonly PlaceCode Watford = PlaceCode.Parse("RWG02");
    private static readonly DateTimeOffset Nine = A.Monday9am;

    private readonly DirectoryInfo _marks = Directory.CreateTempSubdirectory("migration-");
    private ISeriesStore _source = null!;
    private ISeriesStore _target = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string MarkPath => Path.Combine(_marks.FullName, "migration.json");

    [Fact]
    public async Task Copy_AnswersAsTheSourceDoes()
    {
        await FillAsync(_source);

        var result = await CopyAsync();

        Assert.True(result.IsWhole);
        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Copy_MadeAgain_ChangesNothing()
    {
        await FillAsync(_source);
        await CopyAsync();

        var again = await CopyAsync();

        Assert.True(again.IsWhole);
        Assert.Equal(again.From with { Bytes = null }, again.To with { Bytes = null });
        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Copy_MadeAgain_BringsWhatCameSinceThen()
    {
        await FillAsync(_source);
        await CopyAsync();
        await _source.AppendAsync([Say(Watford, A.BedsOpen, 90_000, 7)], Cancelled);

        await CopyAsync();

        await AssertAlikeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Copy_StoppedAfterABatchWasTaken_GoesOnWhereItWas(int batches)
    {
        await FillAsync(_source);
        using var stop = new CancellationTokenSource();
        var taken = 0;
        var stopping = new Counted(_target, () =>
        {
            if (++taken == batches) stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(stopping, cancellationToken: stop.Token));
        await ReopenAsync();
        var result = await CopyAsync();

        Assert.True(result.IsWhole);
        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Copy_WhoseMarkIsLost_BeginsAnew_AndEverythingCountsOnce()
    {
        await FillAsync(_source);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(new Counted(_target, stop.Cancel), cancellationToken: stop.Token));
        File.Delete(MarkPath);

        await CopyAsync();

        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Copy_SaysHowFarItHasCome_AndEndsWithAll()
    {
        await FillAsync(_source);
        var said = new List<MigrationProgress>();

        await CopyAsync(progress: new Told(said));

        Assert.Equal(said.Select(progress => progress.Copied).Order(), said.Select(progress => progress.Copied));
        Assert.Equal(new MigrationProgress(said[0].Total, said[0].Total, 0), said[^1]);
    }

    [Fact]
    public async Task Copy_WhileTheTargetIsBusy_WaitsAndTriesAgain()
    {
        await FillAsync(_source);
        var refusals = 3;
        var busy = new Counted(_target, () => { }, () => refusals-- > 0 ? new SeriesException("Too much came at once.") { IsBusy = true, RetryAfter = TimeSpan.Zero } : null);

        await CopyAsync(busy);

        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Copy_IntoAStoreInTrouble_SaysSo_AndGoesOnLater()
    {
        await FillAsync(_source);
        var full = new Counted(_target, () => { }, () => new SeriesException("There is no room on the disk."));
        await Assert.ThrowsAsync<SeriesException>(() => CopyAsync(full));

        await CopyAsync();

        await AssertAlikeAsync();
    }

    [Fact]
    public async Task Mark_OfAnotherCopyThatIsOnTheWay_IsNotTakenForThisOne()
    {
        await FillAsync(_source);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(new Counted(_target, stop.Cancel), cancellationToken: stop.Token));

        var problem = Assert.Throws<SeriesException>(() => MigrationMark.Open(MarkPath, "there", "elsewhere"));

        Assert.Contains("from here to there. Finish that one", problem.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => (_source, _target) = (await OpenSourceAsync(), await OpenTargetAsync());

    public virtual async ValueTask DisposeAsync()
    {
        if (_source is IAsyncDisposable source) await source.DisposeAsync();
        if (_target is IAsyncDisposable target) await target.DisposeAsync();
        _marks.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ISeriesStore> OpenSourceAsync();

    /// <summary>Opened again it has what was acknowledged.</summary>
    protected abstract Task<ISeriesStore> OpenTargetAsync();

    private async Task ReopenAsync()
    {
        await ((IAsyncDisposable)_target).DisposeAsync();
        _target = await OpenTargetAsync();
    }

    private Task<MigrationResult> CopyAsync(ISeriesStore? to = null, IProgress<MigrationProgress>? progress = null, CancellationToken? cancellationToken = null) =>
        new Migration(_source, to ?? _target, MigrationMark.Open(MarkPath, "here", "there"), TimeProvider.System, progress).RunAsync(cancellationToken ?? Cancelled);

    private static Reading Say(PlaceCode place, MetricKey metric, int minute, double? value) => new(place, metric, value, Nine.AddMinutes(minute), "test")
    {
        SubmittedAt = Nine.AddMinutes(minute).AddMilliseconds(2_345),
    };

    /// <summary>A long series, amendments of every kind, what came late, what was said again, what was thinned out and what has no value.</summary>
    private static async Task FillAsync(ISeriesStore store)
    {
        var old = Enumerable.Range(0, 60).Select(i => Say(A.Lister, A.BedsOpen, -200_000 + i, i));
        await store.AppendAsync([.. old], Cancelled);
        await store.ThinOutAsync(new Retention(TimeSpan.FromDays(90), TimeSpan.FromDays(730)), Nine, Cancelled);
        await store.AppendAsync([.. Enumerable.Range(0, 12_000).Select(i => Say(A.Lister, A.BedsOccupied, 5 * i, 500 + i % 60))], Cancelled);
        await store.AppendAsync([.. Enumerable.Range(0, 40).Select(i => Say(Watford, A.BedsOpen, i, i % 7 == 0 ? null : i))], Cancelled);
        await store.AppendAsync([Say(Watford, new MetricKey(A.BedsOpen, "A", Attribution.Nhs), 3, 4)], Cancelled);

        Reading Amend(int minute, double? value, int after, MetricCode? metric = null) => Say(A.Lister, metric ?? A.BedsOccupied, minute, value) with
        {
            SubmittedAt = Nine.AddMinutes(minute + after),
            Absent = value is null ? Absent.Error : null,
        };
        await store.AppendAsync([Amend(50_000, 9, 60)], Cancelled); // The newest amendment is not of the newest period.
        await store.AppendAsync([Amend(10, 700, 30), Amend(10, 701, 40), Amend(10, 702, 40)], Cancelled); // Two at one moment: the last counts.
        await store.AppendAsync([Amend(20, 33, 30)], Cancelled);
        await store.AppendAsync([Amend(20, 33, 90)], Cancelled); // Said again since.
        await store.AppendAsync([Amend(20, null, 120)], Cancelled);
        await store.AppendAsync([Amend(20, null, 150)], Cancelled);
        await store.AppendAsync([Amend(25, 88, 10) with { KnownAt = Nine.AddMinutes(500), Comment = "From the ward", MessageId = "m-7" }], Cancelled); // Came late.
        await store.AppendAsync([Say(A.Lister, A.BedsOccupied, 30, 506) with { SubmittedAt = Nine.AddMinutes(99) }], Cancelled); // Said again, never amended.
        await store.AppendAsync([Amend(-300_000, 12, 5, A.BedsOpen) with { Method = Method.Manual, Cadence = TimeSpan.FromDays(1), Numerator = 6, Denominator = 50 }], Cancelled);
    }

    private async Task AssertAlikeAsync()
    {
        var series = await _source.SeriesAsync(Cancelled).ToListAsync(Cancelled);
        Assert.Equal(series, await _target.SeriesAsync(Cancelled).ToListAsync(Cancelled));
        foreach (var key in series)
        {
            var (from, to) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
            await AssertAlikeAsync(store => store.ReadAsync(key.Place, key.Metric, from, to, Cancelled));
            await AssertAlikeAsync(store => store.AmendmentsAsync(key.Place, key.Metric, from, to, Cancelled));
            foreach (var minute in (int[])[0, 35, 45, 65, 115, 145, 505, 60_000])
            {
                await AssertAlikeAsync(store => store.ReadAsync(key.Place, key.Metric, from, to, asAt: Nine.AddMinutes(minute), Cancelled));
            }
        }

        foreach (var place in series.Select(key => key.Place).Distinct())
        {
            await AssertAlikeAsync(store => store.LatestAsync(place, Cancelled).OrderBy(reading => reading.Metric.ToString(), StringComparer.Ordinal));
            await AssertAlikeAsync(store => store.LatestAsync(place, Nine.AddMinutes(115), Cancelled).OrderBy(reading => reading.Metric.ToString(), StringComparer.Ordinal));
        }

        Assert.Equal(await _source.BeginsAsync(Cancelled), await _target.BeginsAsync(Cancelled));
        Assert.Equal(await _source.StatisticsAsync(Cancelled) with { Bytes = null }, await _target.StatisticsAsync(Cancelled) with { Bytes = null });
    }

    private async Task AssertAlikeAsync<T>(Func<ISeriesStore, IAsyncEnumerable<T>> ask) =>
        Assert.Equal(await ask(_source).ToListAsync(Cancelled), await ask(_target).ToListAsync(Cancelled));

    private sealed class Told(List<MigrationProgress> said) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => said.Add(value);
    }

    /// <summary>The target, which may refuse, and tells of each batch that it has taken.</summary>
    private sealed class Counted(ISeriesStore real, Action taken, Func<SeriesException?>? refuse = null) : ISeriesStore
    {
        public async ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
        {
            if (refuse?.Invoke() is { } refusal) throw refusal;
            var answer = await real.AppendAsync(batch, cancellationToken);
            taken();
            return answer;
        }

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) => real.LatestAsync(place, cancellationToken);

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            real.LatestAsync(place, asAt, cancellationToken);

        public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => real.BeginsAsync(cancellationToken);

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            real.ReadAsync(place, metric, from, to, cancellationToken);

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            real.ReadAsync(place, metric, from, to, asAt, cancellationToken);

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
            real.ThinAsync(place, metric, from, to, points, cancellationToken);

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            real.ThinAsync(place, metric, from, to, points, asAt, cancellationToken);

        public IAsyncEnumerable<Amendment> AmendmentsAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            real.AmendmentsAsync(place, metric, from, to, cancellationToken);

        public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => real.SeriesAsync(cancellationToken);

        public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) => real.StatisticsAsync(cancellationToken);

        public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) => real.DeleteAsync(place, cancellationToken);

        public ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken) =>
            real.ThinOutAsync(terms, now, cancellationToken);
    }
}
