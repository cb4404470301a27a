using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

/// <summary>What was known at a moment.</summary>
public abstract partial class SeriesStoreContract
{
    [Fact]
    public async Task LatestAsAt_GivesTheNewestThatHadBeenSubmittedByThen()
    {
        await AppendAsync(At(0), At(5), At(10), At(5) with { Metric = A.BedsOpen }, At(5) with { Place = PlaceCode.Parse("RWG02") });

        Assert.Equal([At(0)], await AsAtAsync(4));
        Assert.Equal(new HashSet<Reading> { At(5), At(5) with { Metric = A.BedsOpen } }, (await AsAtAsync(9)).ToHashSet());
        Assert.Equal(At(10), Assert.Single(await AsAtAsync(10), reading => reading.Metric == A.BedsOccupied)); // At the very moment.
    }

    [Fact]
    public async Task LatestAsAt_BeforeAnythingWasKnown_GivesNothing()
    {
        await AppendAsync(At(5));

        Assert.Empty(await AsAtAsync(4));
        Assert.Empty(await Store.LatestAsync(PlaceCode.Parse("RWG02"), Nine, Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task LatestAsAt_AnAmendmentThatCameLater_IsNotSeen()
    {
        var first = At(0) with { Value = 561 };
        var amended = first with { Value = 570, SubmittedAt = Nine + 30 * Minute };
        await AppendAsync(first);
        await AppendAsync(amended);

        Assert.Equal([first], await AsAtAsync(29));
        Assert.Equal([amended with { AmendedFrom = 561, AmendedAt = Nine + 30 * Minute }], await AsAtAsync(30));
    }

    [Fact]
    public async Task LatestAsAt_AmendedManyTimes_GivesWhatStoodThen()
    {
        Reading Say(int minute) => At(0) with { Value = minute, SubmittedAt = Nine + minute * Minute };
        await AppendAsync(Say(0));
        await AppendAsync(Say(10));
        await AppendAsync(Say(20));
        await AppendAsync(Say(30));

        var values = new List<double?>();
        foreach (var minute in new[] { 5, 15, 25, 35 }) values.Add(Assert.Single(await AsAtAsync(minute)).Value);
        Assert.Equal([0, 10, 20, 30], values);
    }

    [Fact]
    public async Task LatestAsAt_SentLate_IsNotSeenBeforeItCame()
    {
        var late = At(10) with { SubmittedAt = Nine + 60 * Minute };
        await AppendAsync(At(0));
        await AppendAsync(late);

        Assert.Equal([At(0)], await AsAtAsync(59));
        Assert.Equal([late], await AsAtAsync(60));
    }

    [Fact]
    public async Task LatestAsAt_CameLaterThanItsSenderSays_IsKnownFromWhenItCame()
    {
        var backlog = At(10) with { KnownAt = Nine + 60 * Minute };
        await AppendAsync(At(0));
        await AppendAsync(backlog);

        Assert.Equal([At(0)], await AsAtAsync(59));
        Assert.Equal([backlog], await AsAtAsync(60));
        Assert.Equal([At(0), backlog], await AllAsync());
    }

    [Fact]
    public async Task LatestAsAt_AmendedByWhatCameLate_GivesTheFirstUntilThen()
    {
        await AppendAsync(At(10));
        await AppendAsync(At(10) with { Value = 99, SubmittedAt = Nine + 11 * Minute, KnownAt = Nine + 60 * Minute });

        Assert.Equal([At(10)], await AsAtAsync(59));
        Assert.Equal(99, Assert.Single(await AsAtAsync(60)).Value);
    }

    [Fact]
    public async Task LatestAsAt_NewestAmendedLater_IsNotPassedOverForAnEarlierPeriod()
    {
        await AppendAsync(At(0), At(10), At(20));
        await AppendAsync(At(10) with { Value = 110, SubmittedAt = Nine + 60 * Minute });
        await AppendAsync(At(20) with { Value = 120, SubmittedAt = Nine + 60 * Minute });

        Assert.Equal([At(10)], await AsAtAsync(19));
        Assert.Equal([At(20)], await AsAtAsync(30));
    }

    [Fact]
    public async Task LatestAsAt_SaidAgainSince_IsSeenAsItWasFirstSaid()
    {
        await AppendAsync(At(0));
        await AppendAsync(At(0) with { SubmittedAt = Nine + 30 * Minute });
        await AppendAsync(At(0) with { SubmittedAt = Nine + 60 * Minute });

        Assert.Equal([At(0)], await AsAtAsync(1));
        Assert.Equal([At(0) with { SubmittedAt = Nine + 60 * Minute, KnownAt = Nine }], await AsAtAsync(60));
    }

    [Fact]
    public async Task LatestAsAt_AmendmentSaidAgainSince_StandsFromWhenItWasFirstSaid()
    {
        await AppendAsync(At(0));
        await AppendAsync(At(0) with { Value = 70, SubmittedAt = Nine + 10 * Minute });
        await AppendAsync(At(0) with { Value = 70, SubmittedAt = Nine + 60 * Minute });

        Assert.Equal([At(0)], await AsAtAsync(9));
        Assert.Equal(70, Assert.Single(await AsAtAsync(10)).Value);
    }

    [Fact]
    public async Task LatestAsAt_AValueWithdrawnLater_IsStillSeen()
    {
        await AppendAsync(At(0));
        await AppendAsync(At(0) with { Value = null, Absent = Absent.Error, SubmittedAt = Nine + 30 * Minute });

        Assert.Equal([At(0)], await AsAtAsync(29));
        Assert.Null(Assert.Single(await AsAtAsync(30)).Value);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task LatestAsAt_ASenderWhoseClockIsAhead_WasKnownAsFarAsItMayBe(int minutesAhead, bool isSeen)
    {
        await AppendAsync(At(minutesAhead) with { SubmittedAt = Nine });

        Assert.Equal(isSeen, (await AsAtAsync(0)).Count == 1);
    }

    [Fact]
    public async Task LatestAsAt_Now_IsTheLatest()
    {
        await AppendAsync(At(0), At(1), At(2) with { Metric = A.BedsOpen });
        await AppendAsync(At(1) with { Value = 7, SubmittedAt = Nine + 3 * Minute }, At(2) with { Metric = A.BedsOpen, SubmittedAt = Nine + 4 * Minute });

        Assert.Equal((await LatestAsync(A.Lister)).ToHashSet(), (await AsAtAsync(10)).ToHashSet());
    }

    [Fact]
    public async Task ThinAsAt_LeavesOutWhatCameLater_AndShowsWhatWasAmendedAsItStood()
    {
        await AppendAsync(At(0), At(1), At(2), At(3));
        await AppendAsync(At(1) with { Value = 50, SubmittedAt = Nine + 2 * Minute }, At(0) with { Value = 60, SubmittedAt = Nine + 30 * Minute });
        await AppendAsync(At(1) with { Value = 70, SubmittedAt = Nine + 40 * Minute });

        var thin = await Store.ThinAsync(
            A.Lister, A.BedsOccupied, Nine, Nine + 4 * Minute, points: 4, asAt: Nine + 2 * Minute, Cancelled);

        Assert.Equal([0, 50, 2, null], thin.Select(stretch => stretch.Last));
    }

    [Fact]
    public async Task ReadAsAt_IsWhatWasKnownThen_AsItStoodThen()
    {
        await AppendAsync(At(0), At(1), At(2), At(3) with { SubmittedAt = Nine + 20 * Minute });
        await AppendAsync(
            At(0) with { Value = null, Absent = Absent.Error, SubmittedAt = Nine + 2 * Minute },
            At(1) with { Value = 50, SubmittedAt = Nine + 30 * Minute },
            At(2) with { SubmittedAt = Nine + 40 * Minute }); // Said again.

        var known = await Store.ReadAsync(A.Lister, A.BedsOccupied, Nine, Nine + 4 * Minute, asAt: Nine + 2 * Minute, Cancelled).ToListAsync(Cancelled);

        Assert.Equal([null, 1, 2], known.Select(reading => reading.Value));
        Assert.Equal([At(1), At(2)], known[1..]);
    }

    [Fact]
    public async Task Begins_IsWhenSomethingWasFirstKnown()
    {
        Assert.Null(await Store.BeginsAsync(Cancelled));

        await AppendAsync(At(10), At(20) with { Metric = A.BedsOpen });
        Assert.Equal(Nine + 10 * Minute, await Store.BeginsAsync(Cancelled));

        await AppendAsync(At(10) with { Value = 99, SubmittedAt = Nine + 60 * Minute });
        Assert.Equal(Nine + 10 * Minute, await Store.BeginsAsync(Cancelled));
    }

    [Fact]
    public async Task Begins_HistoryThatWasImported_WasNotKnownWhenItWasTrue()
    {
        var imported = At(0) with { PeriodEnd = Nine.AddYears(-8), SubmittedAt = Nine + 30 * Minute };
        await AppendAsync(imported, At(10));

        Assert.Equal(Nine + 10 * Minute, await Store.BeginsAsync(Cancelled));
        Assert.Empty(await Store.LatestAsync(A.Lister, Nine.AddYears(-7), Cancelled).ToListAsync(Cancelled));
    }

    private ValueTask<List<Reading>> AsAtAsync(int minute) =>
        Store.LatestAsync(A.Lister, Nine + minute * Minute, Cancelled).ToListAsync(Cancelled);
}
