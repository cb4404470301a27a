using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Intake;

public sealed class QuarantineOnFilesTests() : QuarantineTests(new FileStore());

public sealed class QuarantineOnPostgresTests(Postgres server) : QuarantineTests(new ServerStore(server));

public abstract class QuarantineTests(TestStore store) : StoreTests(store)
{
    private const string Feed = "lister";
    private static readonly Settlement ByAnn = new("Ann Other, site lead", A.Monday9am.AddHours(1), "Counted elsewhere");

    [Fact]
    public async Task Kept_IsReadAgainAfterARestart_NewestFirst()
    {
        await Store.OpenQuarantine().KeepAsync(Feed, "sitrep", A.Monday9am, [Row(1), Row(2, "not-a-number")]);

        var (rows, all) = Store.OpenQuarantine().Read(Feed, QuarantineState.Waiting, null, 0, 10);

        Assert.Equal((2, 2, 1), (all, rows[0].Row.Line, rows[1].Row.Line));
        Assert.Equal(("sitrep", A.Monday9am, """{"place":"row 2"}"""), (rows[0].Format, rows[0].At, rows[0].Row.Sent));
        Assert.Equal(new RowProblem("place", "not-a-number", "Do better."), Assert.Single(rows[0].Row.Problems));
        Assert.Empty(Store.OpenQuarantine().Read("another", QuarantineState.Waiting, null, 0, 10).Rows);
    }

    [Fact]
    public async Task Read_ByReason_FindsRowsThatHaveItAmongOthers()
    {
        var quarantine = Store.OpenQuarantine();
        await quarantine.KeepAsync(Feed, "", A.Monday9am, [Row(1, "bad-time"), Row(2, "unknown-place", "bad-time"), Row(3, "unknown-place")]);

        var (rows, all) = quarantine.Read(Feed, QuarantineState.Waiting, "bad-time", 0, 1);

        Assert.Equal((2, 2), (all, Assert.Single(rows).Row.Line));
        Assert.Equal([("bad-time", 2), ("unknown-place", 2)], quarantine.Counts(Feed).Reasons);
    }

    [Fact]
    public async Task Settled_KeepsWhoWhenAndWhy_AndCannotBeSettledAgain()
    {
        var quarantine = Store.OpenQuarantine();
        await quarantine.KeepAsync(Feed, "", A.Monday9am, [Row(1), Row(2)]);
        var ids = quarantine.Read(Feed, QuarantineState.Waiting, null, 0, 10).Rows.Select(row => row.Id).ToList();

        var first = await quarantine.SettleAsync(Feed, [ids[0]], QuarantineState.Dismissed, ByAnn, Cancelled);
        var second = await quarantine.SettleAsync(Feed, ids, QuarantineState.Corrected, ByAnn with { By = "Bob" }, Cancelled);

        Assert.Equal((ids[0], ids[1]), (Assert.Single(first), Assert.Single(second)));
        Assert.Equal((ByAnn, QuarantineState.Dismissed), (quarantine.Find(Feed, ids[0])!.Settled, quarantine.Find(Feed, ids[0])!.State));
        Assert.Null(quarantine.Find("another", ids[0]));
        var counts = quarantine.Counts(Feed);
        Assert.Equal((0, 1, 1), (counts.Waiting, counts.Corrected, counts.Dismissed));
    }

    [Fact]
    public async Task TooMany_DropsTheOldestThatWait_AndCountsThem()
    {
        var quarantine = Store.OpenQuarantine(maxRows: 100);
        await quarantine.KeepAsync(Feed, "", A.Monday9am, [.. Enumerable.Range(1, 90).Select(line => Row(line))]);
        await quarantine.SettleAsync(
            Feed, [quarantine.Read(Feed, QuarantineState.Waiting, null, 89, 1).Rows[0].Id], QuarantineState.Dismissed, ByAnn, Cancelled);

        await quarantine.KeepAsync(Feed, "", A.Monday9am, [.. Enumerable.Range(101, 50).Select(line => Row(line))], more: 7);

        var counts = quarantine.Counts(Feed);
        Assert.Equal((100, 1, 39 + 7), (counts.Waiting, counts.Dismissed, (int)counts.TooMany));
        Assert.Equal([41], quarantine.Read(Feed, QuarantineState.Waiting, null, 99, 1).Rows.Select(row => row.Row.Line));
    }

    [Fact]
    public async Task OneMessage_WithMoreThanAFeedMayHave_IsKeptToTheBound()
    {
        var quarantine = Store.OpenQuarantine(maxRows: 100);

        await quarantine.KeepAsync(Feed, "", A.Monday9am, [.. Enumerable.Range(1, 250).Select(line => Row(line))]);

        var counts = quarantine.Counts(Feed);
        Assert.Equal((100, 150), (counts.Waiting, (int)counts.TooMany));
    }

    [Fact]
    public async Task SameRowSentAgain_WaitsOnce_AndAfterItWasSettledAgain()
    {
        var quarantine = Store.OpenQuarantine(maxRows: 100);
        for (var again = 0; again < 60; again++) await quarantine.KeepAsync(Feed, "csv", A.Monday9am, [Row(1), Row(2)]);
        Assert.Equal((2, 0), (quarantine.Counts(Feed).Waiting, (int)quarantine.Counts(Feed).TooMany));

        await quarantine.SettleAsync(Feed, [quarantine.Read(Feed, QuarantineState.Waiting, null, 0, 1).Rows[0].Id], QuarantineState.Dismissed, ByAnn, Cancelled);
        await quarantine.KeepAsync(Feed, "csv", A.Monday9am, [Row(1), Row(2)]);

        Assert.Equal((2, 1), (quarantine.Counts(Feed).Waiting, quarantine.Counts(Feed).Dismissed));
    }

    [Fact]
    public async Task Old_IsForgotten_AndWhatPeopleDidStaysWithoutItsContent()
    {
        var quarantine = Store.OpenQuarantine();
        await quarantine.KeepAsync(Feed, "", A.Monday9am, [Row(1), Row(2)]);
        var id = quarantine.Read(Feed, QuarantineState.Waiting, null, 0, 1).Rows[0].Id;
        await quarantine.SettleAsync(Feed, [id], QuarantineState.Dismissed, ByAnn, Cancelled);

        await quarantine.AgeAsync(A.Monday9am.AddDays(31), Cancelled);

        Assert.Equal((0, 1, 1), (quarantine.Counts(Feed).Waiting, quarantine.Counts(Feed).Dismissed, (int)quarantine.Counts(Feed).TooOld));
        Assert.Equal((null, ByAnn), (quarantine.Find(Feed, id)!.Row.Sent, quarantine.Find(Feed, id)!.Settled));
        Assert.Empty(quarantine.Find(Feed, id)!.Row.Problems); // They quote what was sent.
    }

    [Fact]
    public async Task FullDisk_IsCounted_FailsNobody_AndEndsByItself()
    {
        var quarantine = Store.OpenQuarantine();
        Store.Fill("intake", "refused");

        await quarantine.KeepAsync(Feed, "", A.Monday9am, [Row(1), Row(2)], more: 3);
        Assert.Equal((0, 5), (quarantine.Counts(Feed).Waiting, (int)quarantine.Counts(Feed).NotKept));

        Store.MakeRoom("intake", "refused");
        await quarantine.KeepAsync(Feed, "", A.Monday9am, [Row(3)]);
        Assert.Equal((1, 5), (quarantine.Counts(Feed).Waiting, (int)quarantine.Counts(Feed).NotKept));
    }

    private static RefusedRow Row(int line, params string[] reasons) => new(
        line, [.. reasons.DefaultIfEmpty("unknown-place").Select(reason => new RowProblem("place", reason, "Do better."))],
        $$"""{"place":"row {{line}}"}""");
}
