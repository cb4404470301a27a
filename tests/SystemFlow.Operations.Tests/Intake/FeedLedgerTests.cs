using System.Collections.Immutable;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Intake;

public sealed class FeedLedgerOnFilesTests() : FeedLedgerTests(new FileStore());

public sealed class FeedLedgerOnPostgresTests(Postgres server) : FeedLedgerTests(new ServerStore(server));

public abstract class FeedLedgerTests(TestStore store) : StoreTests(store)
{
    private static readonly DateOnly Monday = new(2026, 1, 5);
    private static readonly FeedProblem Problem = new(A.Monday9am, 3, "place", "unknown-place", "There is no such place.");
    private static readonly FeedReceipt Good = new(A.Monday9am) { Accepted = 10, Amended = 1, Duplicates = 2, Warnings = 1 };

    private static readonly FeedReceipt Bad = new(A.Monday9am)
    {
        RefusedRows = 2,
        Refused = ImmutableDictionary<string, int>.Empty.Add("unknown-place", 2),
        Problem = Problem,
    };

    [Fact]
    public void Counts_AreThereAfterARestart_AndGoOn()
    {
        var before = Store.OpenLedger();
        before.Record("lister", Good);
        before.Record("lister", Bad with { At = A.Monday9am.AddMinutes(1) });
        before.Save(A.Monday9am);

        var after = Store.OpenLedger();
        after.Record("lister", Good with { At = A.Monday9am.AddMinutes(2) });

        var counts = after.Sum("lister", Monday, 1);
        Assert.Equal((3, 20, 2, 4, 2, 2), (counts.Messages, counts.Accepted, counts.Amended, counts.Duplicates, counts.Warnings, counts.RefusedRows));
        Assert.Equal(2, counts.Refused["unknown-place"]);
        var feed = after.Find("lister")!;
        Assert.Equal((A.Monday9am, A.Monday9am.AddMinutes(2), Problem), (feed.FirstSeen, feed.LastSeen, feed.LastProblem));
    }

    [Fact]
    public void CorrectionByHand_IsCounted_AndDoesNotMakeABrokenFeedLookWell()
    {
        var ledger = Store.OpenLedger();
        for (var message = 0; message < 3; message++) ledger.Record("lister", Bad);

        ledger.Record("lister", Good with { At = A.Monday9am.AddHours(1), IsByHand = true });

        Assert.True(ledger.Find("lister")!.Pulse.IsBroken);
        Assert.Equal((A.Monday9am, null), (ledger.Find("lister")!.LastSeen, ledger.Find("lister")!.LastGoodAt));
        Assert.Equal(10, ledger.Sum("lister", Monday, 1).Accepted);
    }

    [Fact]
    public void Days_AreThoseOfClocksInEngland()
    {
        var ledger = Store.OpenLedger();
        var summerNight = new DateTimeOffset(2026, 7, 1, 23, 30, 0, TimeSpan.Zero);

        ledger.Record("lister", Good with { At = summerNight });

        Assert.Equal(10, ledger.Sum("lister", new DateOnly(2026, 7, 2), 1).Accepted);
        Assert.Equal(0, ledger.Sum("lister", new DateOnly(2026, 7, 1), 1).Accepted);
    }

    [Fact]
    public void Sum_CountsSoManyDays_AndOldOnesAreForgotten()
    {
        var ledger = Store.OpenLedger();
        foreach (var back in new[] { 0, 6, 7, 13, 14 }) ledger.Record("lister", Good with { At = A.Monday9am.AddDays(-back) });

        ledger.Save(A.Monday9am);

        var again = Store.OpenLedger();
        (int Days, long Accepted)[] expected = [(1, 10), (7, 20), (14, 40), (30, 40)];
        Assert.All(expected, range => Assert.Equal(range.Accepted, again.Sum("lister", Monday, range.Days).Accepted));
    }

    [Fact]
    public void RefusedMessages_OneAfterTheOther_AreABrokenFeed_UntilOneIsTaken()
    {
        var ledger = Store.OpenLedger();
        ledger.Record("lister", Good);
        foreach (var minute in new[] { 1, 2, 3 }) ledger.Record("lister", Bad with { At = A.Monday9am.AddMinutes(minute) });
        var broken = ledger.Find("lister")!.Pulse;

        ledger.Record("lister", Good with { At = A.Monday9am.AddMinutes(4) });

        Assert.True(broken.IsBroken);
        Assert.Equal((A.Monday9am, A.Monday9am.AddMinutes(3)), (broken.LastGoodAt, broken.LastSeen));
        Assert.False(ledger.Find("lister")!.Pulse.IsBroken);
    }

    [Fact]
    public void ManyFeedsReasonsAndSources_StayBounded()
    {
        var ledger = Store.OpenLedger();
        for (var i = 0; i < 2 * FeedLedger.FeedsKept; i++)
        {
            ledger.Record($"feed-{i}", Bad with
            {
                Refused = Enumerable.Range(0, 200).ToImmutableDictionary(reason => $"reason-{reason}", _ => 1),
                Sources = [.. Enumerable.Range(0, 200).Select(source => $"source-{source}")],
            });
        }

        Assert.Equal(FeedLedger.FeedsKept + 1, ledger.Feeds.Length);
        Assert.All(ledger.Feeds, feed => Assert.Equal(FeedRecord.SourcesKept, feed.Sources.Count));
        Assert.Equal(FeedLedger.FeedsKept, ledger.Sum(FeedCounts.Others, Monday, 1).Messages);
        var reasons = ledger.Sum("feed-0", Monday, 1).Refused;
        Assert.InRange(reasons.Count, 1, FeedCounts.ReasonsKept + 1);
        Assert.Equal(200, reasons.Values.Sum());
    }

    [Fact]
    public void FullDisk_KeepsTheCountsInMemory_AndWritesThemLater()
    {
        var ledger = Store.OpenLedger();
        ledger.Record("lister", Good);
        Store.Fill("intake", "feeds");
        ledger.Save(A.Monday9am);

        Store.MakeRoom("intake", "feeds");
        ledger.Save(A.Monday9am);

        Assert.Equal(10, Store.OpenLedger().Sum("lister", Monday, 1).Accepted);
    }

    [Fact]
    public void ToldOfPatients_CountsWhatCameSinceForTheNextTime()
    {
        var ledger = Store.OpenLedger();
        var patient = new FeedReceipt(A.Monday9am) { RefusedBody = "looks-like-a-patient", IsPatientLike = true };
        ledger.Record("lister", patient);
        ledger.Record("lister", patient);
        ledger.Record("lister", patient with { At = A.Monday9am.AddMinutes(1) });

        ledger.ToldOfPatients("lister", 2, A.Monday9am.AddMinutes(2));

        var feed = ledger.Find("lister")!;
        Assert.Equal((1, A.Monday9am.AddMinutes(2), A.Monday9am.AddMinutes(2)), (feed.PatientLike, feed.PatientLikeSince, feed.ToldAt));
    }

    [Fact]
    public void ToldBroken_HoldsUntilItWorksAgain()
    {
        var ledger = Store.OpenLedger();
        for (var message = 0; message < 3; message++) ledger.Record("lister", Bad);
        ledger.ToldBroken("lister", A.Monday9am.AddMinutes(2));
        var told = ledger.Find("lister")!;

        ledger.Record("lister", Good);

        Assert.Equal((true, A.Monday9am.AddMinutes(2)), (told.IsBrokenTold, told.ToldAt));
        Assert.False(ledger.Find("lister")!.IsBrokenTold);
    }
}
