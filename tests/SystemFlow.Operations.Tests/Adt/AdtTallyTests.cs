using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Adt;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Adt;

public sealed class AdtTallyOnFilesTests() : AdtTallyTests(new FileStore());

public sealed class AdtTallyOnPostgresTests(Postgres server) : AdtTallyTests(new ServerStore(server));

/// <summary>Events counted once, whatever comes in between.</summary>
public abstract class AdtTallyTests(TestStore store) : StoreTests(store)
{
    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances");
    private static readonly MetricCode Admissions = MetricCode.Parse("ed.admissions");
    private static readonly DateOnly Monday = new(2026, 1, 5);

    [Fact]
    public void Event_SentTwice_CountsOnce()
    {
        var tally = Open();

        Assert.Equal([true, false], tally.Take([Event(1, Attendances, 8), Event(1, Attendances, 8)], "pas", A.Monday9am));
        Assert.Equal([false, true], tally.Take([Event(1, Attendances, 8), Event(2, Attendances, 8)], "pas", A.Monday9am));

        Assert.Equal("ed.attendances from 8: 8=2", Untold(tally));
        Assert.Equal("pas", Assert.Single(tally.Untold()).Source);
    }

    [Fact]
    public void Counts_AreThereAfterARestart_UntilTheyAreTold()
    {
        Open().Take([Event(1, Attendances, 8), Event(2, Admissions, 6)], "pas", A.Monday9am);
        var tally = Open();

        Assert.Equal("ed.admissions from 6: 6=1; ed.attendances from 8: 8=1", Untold(tally));
        tally.Tell(tally.Untold());
        Assert.Empty(Open().Untold());
        tally.Take([Event(3, Attendances, 7)], "pas", A.Monday9am);
        Assert.Equal("ed.attendances from 7: 7=1 8=1", Untold(tally));
    }

    [Fact]
    public void TakingBack_BeforeTheEvent_IsTheSameAsAfterIt()
    {
        var tally = Open();

        tally.Take([Event(1, Attendances, 8, -1), Event(2, Attendances, 8)], "pas", A.Monday9am);

        Assert.Equal("ed.attendances from 8: 8=0", Untold(tally));
    }

    [Fact]
    public void TakingBack_WhatMayBeEither_TakesTheFirst_UnlessOnlyTheOtherWasCounted()
    {
        var tally = Open();

        tally.Take([Event(1, Attendances, 8), Event(2, Admissions, 8), Back(3, 8), Back(4, 8), Back(5, 7)], "pas", A.Monday9am);

        Assert.Equal("ed.admissions from 7: 7=-1 8=0; ed.attendances from 8: 8=0", Untold(tally));
    }

    [Fact]
    public void Numbers_AreForgottenAfterFourteenDays_AndCountsWithThem()
    {
        var tally = Open();
        tally.Take([Event(1, Attendances, 8)], "pas", A.Monday9am);
        tally.Tell(tally.Untold());

        Assert.Equal([false], tally.Take([Event(1, Attendances, 8)], "pas", A.Monday9am.AddDays(14)));
        Assert.Equal([true], tally.Take([Event(1, Attendances, 8, day: Monday.AddDays(17))], "pas", A.Monday9am.AddDays(17)));
        Assert.Equal("ed.attendances from 8: 8=1", Untold(tally));
    }

    [Fact]
    public void Database_ThatCannotBeUsed_IsSaid_AndNothingIsCounted()
    {
        var tally = Open();
        Store.Fill("operations", "adt_seen");

        Assert.Throws<AdtTallyException>(() => tally.Take([Event(1, Attendances, 8)], "pas", A.Monday9am));
    }

    private AdtTally Open() => new(Store.Open(), Store.PathOf("operations"));

    private static TallyEvent Event(byte id, MetricCode metric, int hour, int by = 1, DateOnly? day = null) =>
        new([id], [new TallyChange(A.Lister, metric, null, day ?? Monday, hour, by)]);

    private static TallyEvent Back(byte id, int hour) =>
        new([id], [new TallyChange(A.Lister, Admissions, Attendances, Monday, hour, -1)]);

    private static string Untold(AdtTally tally) => string.Join("; ", tally.Untold().Select(day =>
        $"{day.Metric} from {day.From}: {string.Join(' ', day.ByHour.OrderBy(hour => hour.Key).Select(hour => $"{hour.Key}={hour.Value}"))}"));
}
