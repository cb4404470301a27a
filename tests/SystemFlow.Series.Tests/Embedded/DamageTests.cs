using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

/// <summary>A disk that gives back other bytes than it took.</summary>
public sealed class DamageTests : IDisposable
{
    private const string FlipInBlocks = "UPDATE block SET bytes = substr(bytes, 1, 9) || x'FF' || substr(bytes, 11) WHERE series = 1";
    private const string FlipInLog = "UPDATE log SET bytes = substr(bytes, 1, 3) || x'FF' || substr(bytes, 5) WHERE seq = 1";

    private readonly SeriesFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_ASoundFile_FindsNothing_BesideTheProgramThatHasItOpen()
    {
        await using (var store = _folder.Open(logReadings: 1))
        {
            await FillAsync(store);
            await store.AppendAsync([A.Reading with { Value = 3, SubmittedAt = A.Monday9am.AddHours(1) }], Cancelled);
            Assert.Empty(SeriesCheck.Run(_folder.Path, (_, _) => { }).Problems);
        }

        var steps = new List<(long, long)>();
        var report = SeriesCheck.Run(_folder.Path, (done, all) => steps.Add((done, all)));

        Assert.Empty(report.Problems);
        Assert.Equal(4, report.Readings);
        Assert.Equal([(1, 2), (2, 2)], steps);
    }

    [Fact]
    public async Task ABlock_ThatIsDamaged_IsNamedByTheReadAndByTheCheck_AndTheRestGoesOn()
    {
        await using (var filling = _folder.Open()) await FillAsync(filling);
        _folder.Execute(FlipInBlocks);
        await using var store = _folder.Open();

        var problem = await Assert.ThrowsAsync<SeriesException>(() => store.ReadAsync(
            A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled).AsTask());
        Assert.StartsWith("Block 1 of series 1, 2026-01-05 09:00:00Z to 2026-01-05 09:02:00Z, is damaged.", problem.Message, StringComparison.Ordinal);
        Assert.Contains("put back a backup", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("Block 1 of series 1, 2026-01-05 09:00:00Z: damaged.", Assert.Single(SeriesCheck.Run(_folder.Path, (_, _) => { }).Problems), StringComparison.Ordinal);
        Assert.Single(await store.ReadAsync(A.Lister, A.BedsOpen, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task ABlock_ThatIsDamaged_IsPutAsideWhenNewReadingsJoinIt_WhichAreKept()
    {
        await using (var filling = _folder.Open()) await FillAsync(filling);
        _folder.Execute(FlipInBlocks);
        var next = A.Reading with { PeriodEnd = A.Monday9am.AddMinutes(3), SubmittedAt = A.Monday9am.AddMinutes(3) };
        await using (var goingOn = _folder.Open()) await goingOn.AppendAsync([next], Cancelled);

        await using var store = _folder.Open();

        Assert.Equal([next], await store.ReadAsync(A.Lister, A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).ToListAsync(Cancelled));
        Assert.Equal("Put aside earlier as damaged: block 1 of series 1", Assert.Single(SeriesCheck.Run(_folder.Path, (_, _) => { }).Problems));
    }

    [Fact]
    public async Task APartOfTheLog_ThatIsDamaged_IsPutAside_AndTheStartGoesOn()
    {
        await using (var killed = _folder.Open())
        {
            await FillAsync(killed);
            File.Copy(_folder.Path, $"{_folder.Path}.copy");
            File.Copy($"{_folder.Path}-wal", $"{_folder.Path}.copy-wal");
        }

        File.Move($"{_folder.Path}.copy", _folder.Path, overwrite: true); // As a kill leaves it: all in the log.
        File.Move($"{_folder.Path}.copy-wal", $"{_folder.Path}-wal", overwrite: true);
        _folder.Execute(FlipInLog);

        await using var store = _folder.Open();

        Assert.Single(await store.LatestAsync(A.Lister, Cancelled).ToListAsync(Cancelled));
        Assert.Equal("Put aside earlier as damaged: a part of the log", Assert.Single(SeriesCheck.Run(_folder.Path, (_, _) => { }).Problems));
    }

    public void Dispose() => _folder.Dispose();

    // Two groups: three minutes of one series, and one reading of another.
    private static async Task FillAsync(SqliteSeriesStore store)
    {
        await store.AppendAsync([.. Enumerable.Range(0, 3).Select(minute => A.Reading with
        {
            PeriodEnd = A.Monday9am.AddMinutes(minute),
            SubmittedAt = A.Monday9am.AddMinutes(minute),
        })], Cancelled);
        await store.AppendAsync([A.Reading with { Metric = A.BedsOpen }], Cancelled);
    }
}
