using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Adt;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Rules;
using SystemFlow.Operations.Storage;
using SystemFlow.Operations.Tests.Intake;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Nodes;

/// <summary>Keys, rules, the ADT tally and what became of messages, of two nodes.</summary>
public sealed class BookNodesTests(Postgres server) : StoreTests(new ServerStore(server))
{
    private const string Ann = "Ann Other, feed manager";
    private const string Feed = "lister-pas";
    private static readonly DateOnly Monday = new(2026, 1, 5);
    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances");

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public async Task Key_IssuedAndRevokedOnOneNode_OpensAndShutsTheOther()
    {
        var (one, other) = (Keys(await Store.OpenNodeAsync()), Keys(await Store.OpenNodeAsync()));
        var secret = one.Issue(Feed, new KeyScope([]), Ann);
        await Until.SoAsync(look => other.Changed += look, () => other.Find(secret) is not null);

        one.Revoke(Feed, Ann);

        await Until.SoAsync(look => other.Changed += look, () => other.Find(secret) is null);
    }

    [Fact]
    public async Task Key_IssuedAtOnceOnBothNodes_IsOne()
    {
        var (one, other) = (Keys(await Store.OpenNodeAsync()), Keys(await Store.OpenNodeAsync()));

        var secrets = await Task.WhenAll(new[] { one, other }.Select(keys => Task.Run(() => Try(keys), Cancelled)));

        var secret = Assert.Single(secrets, made => made is not null);
        Assert.NotNull(Keys(Store.Open()).Find(secret));
        Assert.Single(Keys(Store.Open()).History(10));

        static string? Try(FeedKeys keys)
        {
            try
            {
                return keys.Issue(Feed, new KeyScope([]), Ann);
            }
            catch (KeyException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task FirstKey_OfTwoNodesThatStartAtOnce_IsOne()
    {
        var (one, other) = (Keys(await Store.OpenNodeAsync()), Keys(await Store.OpenNodeAsync()));

        var secrets = await Task.WhenAll(new[] { one, other }.Select(keys => Task.Run(() => keys.IssueFirst("first", new KeyScope([]), "First start"), Cancelled)));

        Assert.Single(secrets, made => made is not null);
    }

    [Fact]
    public async Task Key_LastUsedOnOneNode_IsKnownToTheOther_AndNotTakenBack()
    {
        var (one, other) = (Keys(await Store.OpenNodeAsync()), Keys(await Store.OpenNodeAsync()));
        var secret = one.Issue(Feed, new KeyScope([]), Ann);
        await Until.SoAsync(look => other.Changed += look, () => other.Find(secret) is not null); // And is used there, at 9.
        _time.Advance(TimeSpan.FromMinutes(5));
        one.Find(secret);

        one.WriteUse();
        other.WriteUse();

        Assert.Equal(A.Monday9am.AddMinutes(5), other.All[0].LastUsedAt);
        Assert.Equal(A.Monday9am.AddMinutes(5), Keys(Store.Open()).All[0].LastUsedAt);
    }

    [Fact]
    public async Task Rules_SavedOnOneNode_AreInForceOnTheOther()
    {
        var (one, other) = (Rules(await Store.OpenNodeAsync()), Rules(await Store.OpenNodeAsync()));

        await one.SaveAsync(RuleKind.Pressure, 0, (PressureRules.Standard with { Name = "Winter" }).ToJson(), Ann, "Winter is here");

        await Until.SoAsync(look => other.Changed += look, () => other.Current.Pressure.Name == "Winter");
        Assert.Equal(1, other.VersionInForce(RuleKind.Pressure));
    }

    [Fact]
    public async Task Counts_OfTwoNodes_AddUp_AndEachSeesTheSum()
    {
        var (one, other) = ((await Store.OpenNodeAsync()).Ledger(Store), (await Store.OpenNodeAsync()).Ledger(Store));

        await Task.WhenAll(new[] { one, other }.Select(ledger => Task.Run(
            () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    ledger.Record(Feed, new FeedReceipt(A.Monday9am.AddSeconds(i)) { Accepted = 10 });
                    ledger.Save(A.Monday9am);
                }
            },
            Cancelled)));

        Assert.Equal((40L, 400L), Sum(Store.OpenLedger()));
        one.Record("another", new FeedReceipt(A.Monday9am) { RefusedBody = "patient-data" });
        await Until.SoAsync(
            look =>
            {
                other.Refused += _ => look();
                one.Save(A.Monday9am);
            },
            () => other.Find("another") is not null);
        Assert.Equal((40L, 400L), Sum(other));
        Assert.Equal((A.Monday9am, A.Monday9am.AddSeconds(19)), (other.Find(Feed)!.FirstSeen, other.Find(Feed)!.LastSeen));

        static (long, long) Sum(FeedLedger ledger) => (ledger.Sum(Feed, Monday, 1).Messages, ledger.Sum(Feed, Monday, 1).Accepted);
    }

    [Fact]
    public void Counts_WhoseAnswerWasLost_AreNotAddedAgain()
    {
        _ = Store.OpenLedger();
        var database = Store.ByHand("intake");
        var table = new LedgerTable(isShared: true);
        table.Take(Ten());
        database.Write(inner => table.Add(inner, Monday.AddDays(-14), A.Monday9am)); // Kept, and nobody said so.

        table.Take(Ten());
        database.Write(inner => table.Add(inner, Monday.AddDays(-14), A.Monday9am));
        table.Done();

        Assert.Equal(20, Store.OpenLedger().Sum(Feed, Monday, 1).Accepted);

        static LedgerChanges Ten() => LedgerChanges.None.With(Feed, Monday, new FeedReceipt(A.Monday9am) { Accepted = 10 }, isKnown: true);
    }

    [Fact]
    public async Task RefusedRows_OfTwoNodes_AreBoundedTogether_AndTold()
    {
        var (one, other) = ((await Store.OpenNodeAsync()).Quarantine(Store), (await Store.OpenNodeAsync()).Quarantine(Store));
        await one.KeepAsync(Feed, "", A.Monday9am, Rows(1, 80));
        await other.KeepAsync(Feed, "", A.Monday9am, Rows(81, 40));

        Assert.Equal((100, 20L), (one.Counts(Feed).Waiting, one.Counts(Feed).TooMany));
        await Until.SoAsync(
            look =>
            {
                other.Changed += _ => look();
                one.SettleAsync(Feed, [one.Read(Feed, QuarantineState.Waiting, null, 0, 1).Rows[0].Id], QuarantineState.Dismissed, new Settlement(Ann, A.Monday9am, "Old"), Cancelled);
            },
            () => other.Counts(Feed).Dismissed == 1);

        static IReadOnlyCollection<RefusedRow> Rows(int first, int count) =>
            [.. Enumerable.Range(first, count).Select(line => new RefusedRow(line, [new RowProblem("place", "unknown-place", "Do better.")], $"row {line}"))];
    }

    [Fact]
    public async Task AdtCounts_MadeOnOneNodeWhileTheOtherWritesReadings_AreWrittenToo()
    {
        var (one, other) = (new AdtTally(await Store.OpenNodeAsync(), ""), new AdtTally(await Store.OpenNodeAsync(), ""));
        one.Take([Event(1, 8)], "pas", A.Monday9am);
        var days = one.Untold();
        other.Take([Event(2, 8)], "pas", A.Monday9am);
        Assert.Equal([false], other.Take([Event(1, 8)], "pas", A.Monday9am)); // Counted, on whichever node it comes again.

        one.Tell(days);

        var left = Assert.Single(other.Untold());
        Assert.Equal(2, left.ByHour[8]);
        other.Tell([left]);
        Assert.Empty(one.Untold());
    }

    private static TallyEvent Event(byte id, int hour) => new([id], [new TallyChange(A.Lister, Attendances, null, Monday, hour, 1)]);

    private FeedKeys Keys(OperationsStorage storage) => new(storage, Store.PathOf("operations"), _time);

    private RuleDocuments Rules(OperationsStorage storage) => new(
        storage, Store.PathOf("operations"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex, _time, NullLogger<RuleDocuments>.Instance);
}
