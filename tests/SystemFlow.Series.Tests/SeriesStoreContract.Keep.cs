using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

/// <summary>What a store holds, how it makes room, and how it forgets.</summary>
public abstract partial class SeriesStoreContract
{
    private static readonly Retention Terms = new(TimeSpan.FromDays(2), TimeSpan.FromDays(10));

    [Fact]
    public async Task Series_AreAllThatHaveAReading_InOrder()
    {
        var watford = PlaceCode.Parse("RWG02");
        await AppendAsync(At(0), At(1), At(0) with { Metric = A.BedsOpen }, At(0) with { Place = watford });

        var series = await Store.SeriesAsync(Cancelled).ToListAsync(Cancelled);

        Assert.Equal([new(watford, A.BedsOccupied), new(A.Lister, A.BedsOccupied), new(A.Lister, A.BedsOpen)], series);
    }

    [Fact]
    public async Task Statistics_CountWhatCounts_AndWhatWasReplaced()
    {
        Assert.Equal((0, 0, 0, null, null), Counts(await Store.StatisticsAsync(Cancelled)));

        await AppendAsync(At(0), At(1), At(2) with { Metric = A.BedsOpen });
        await AppendAsync(At(1) with { Value = 50, SubmittedAt = Nine + 10 * Minute }, At(0));

        Assert.Equal((2, 3, 1, Nine, Nine + 2 * Minute), Counts(await Store.StatisticsAsync(Cancelled)));
    }

    [Fact]
    public async Task Delete_ForgetsThePlaceAlone_AndItMayBeginAnew()
    {
        var watford = At(0) with { Place = PlaceCode.Parse("RWG02") };
        await AppendAsync(At(0), At(1), At(1) with { Metric = A.BedsOpen }, watford);
        await AppendAsync(At(1) with { Value = 50 });

        var gone = await Store.DeleteAsync(A.Lister, Cancelled);

        Assert.Equal(2, gone);
        Assert.Empty(await LatestAsync(A.Lister));
        Assert.Empty(await AllAsync());
        Assert.Empty(await AmendmentsAsync());
        Assert.Equal([watford], await LatestAsync(watford.Place));
        Assert.Equal([new SeriesKey(watford.Place, A.BedsOccupied)], await Store.SeriesAsync(Cancelled).ToListAsync(Cancelled));
        Assert.Equal(AppendOutcome.Accepted, Assert.Single(await AppendAsync(At(0) with { Value = 7 })).Outcome);
        Assert.Equal(7, Assert.Single(await AllAsync()).Value);
    }

    [Fact]
    public async Task Delete_APlaceThatIsNotThere_IsNothing() => Assert.Equal(0, await Store.DeleteAsync(A.Lister, Cancelled));

    [Fact]
    public async Task ThinOut_KeepsTheLastOfEachFiveMinutes_WhichSaysWhatItStandsFor()
    {
        double?[] values = [5, 1, null, 3, null, 8, 2, 6];
        await AppendAsync([.. values.Select((value, i) => At(i) with { Value = value })]);

        var gone = await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);

        Assert.Equal(6, gone);
        Assert.Equal(
            [
                At(3) with { Value = 3, StandsFor = new Summary(3, Min: 1, Max: 5, Mean: 3, Nine) },
                At(7) with { Value = 6, StandsFor = new Summary(3, Min: 2, Max: 8, Mean: 16 / 3.0, Nine + 5 * Minute) },
            ],
            await AllAsync());
    }

    [Fact]
    public async Task ThinOut_WhatIsNotOldEnough_StaysAsItIs()
    {
        await AppendAsync([.. Enumerable.Range(0, 30).Select(At)]);

        Assert.Equal(0, await Store.ThinOutAsync(Terms, Nine.AddDays(2), Cancelled));
        Assert.Equal(30, (await AllAsync()).Count);
    }

    [Fact]
    public async Task ThinOut_AReadingAloneInItsStretch_StaysWholeWithItsAmendments()
    {
        var daily = At(0) with { Value = 561, Cadence = TimeSpan.FromDays(1), Comment = "From the daily return" };
        var amended = daily with { Value = 570, SubmittedAt = Nine.AddHours(3) };
        await AppendAsync(daily, daily with { PeriodEnd = Nine.AddDays(1), SubmittedAt = Nine.AddDays(1) });
        await AppendAsync(amended);

        Assert.Equal(0, await Store.ThinOutAsync(Terms, Nine.AddDays(400), Cancelled));

        Assert.Equal(amended with { AmendedFrom = 561, AmendedAt = Nine.AddHours(3) }, (await AllAsync())[0]);
        Assert.Equal(daily, Assert.Single(await AmendmentsAsync()).Replaced);
    }

    [Fact]
    public async Task ThinOut_TheAmendmentsOfWhatWasMerged_GoWithIt()
    {
        await AppendAsync(At(0), At(1), At(2));
        await AppendAsync(At(1) with { Value = 50, SubmittedAt = Nine + 10 * Minute });

        await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);

        Assert.Empty(await AmendmentsAsync());
        Assert.Equal(new Summary(3, 0, 50, 52 / 3.0, Nine), Assert.Single(await AllAsync()).StandsFor);
    }

    [Fact]
    public async Task ThinOut_OfGreatAge_KeepsOneADay_ByTheDayOfTheUnitedKingdom()
    {
        var summerMidnight = new DateTimeOffset(2026, 7, 1, 23, 0, 0, TimeSpan.Zero); // In London.
        Reading[] hours = [.. Enumerable.Range(-3, 8).Select(hour => At(0) with
        {
            Value = hour,
            PeriodEnd = summerMidnight.AddHours(hour),
            SubmittedAt = summerMidnight.AddHours(hour),
        })];
        await AppendAsync(hours);

        await Store.ThinOutAsync(Terms, summerMidnight.AddDays(11), Cancelled);

        Assert.Equal(
            [
                hours[3] with { StandsFor = new Summary(4, -3, 0, -1.5, hours[0].PeriodEnd) },
                hours[7] with { StandsFor = new Summary(4, 1, 4, 2.5, hours[4].PeriodEnd) },
            ],
            await AllAsync());
    }

    [Fact]
    public async Task ThinOut_AgainAndCoarser_CountsEachReadingOnce()
    {
        await AppendAsync([.. Enumerable.Range(0, 60).Select(At)]);

        await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);
        Assert.Equal(12, (await AllAsync()).Count);
        Assert.Equal(0, await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled));
        await Store.ThinOutAsync(Terms, Nine.AddDays(12), Cancelled);

        Assert.Equal(At(59) with { StandsFor = new Summary(60, 0, 59, 29.5, Nine) }, Assert.Single(await AllAsync()));
        Assert.Equal((1, 1), (await Store.StatisticsAsync(Cancelled) is var held ? (held.Series, held.Readings) : default));
    }

    [Fact]
    public async Task ThinOut_ThinnedForAChart_LosesNoPeak()
    {
        await AppendAsync([.. Enumerable.Range(0, 10).Select(At)]);
        await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);

        var thin = await ThinAsync(Nine, Nine + 10 * Minute, points: 2);

        Assert.Equal(
            [new Stretch(Nine, 5, Min: 0, Max: 4, Mean: 2, Last: 4), new Stretch(Nine + 5 * Minute, 5, Min: 5, Max: 9, Mean: 7, Last: 9)],
            thin);
    }

    [Fact]
    public async Task ThinOut_SentAgainAfterwards_IsNotCountedTwice()
    {
        Reading[] minutes = [At(0), At(1), At(2)];
        await AppendAsync(minutes);
        await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);

        var again = await AppendAsync(minutes);

        Assert.All(again, answer => Assert.Equal(AppendOutcome.Duplicate, answer.Outcome));
        Assert.Equal([At(2) with { StandsFor = new Summary(3, 0, 2, 1, Nine) }], await AllAsync());
    }

    [Fact]
    public async Task ThinOut_FirstSentAfterwards_IsTaken()
    {
        await AppendAsync(At(0), At(1));
        await Store.ThinOutAsync(Terms, Nine.AddDays(3), Cancelled);

        var late = await AppendAsync(At(7));

        Assert.Equal(AppendOutcome.Accepted, Assert.Single(late).Outcome);
        Assert.Equal([At(1) with { StandsFor = new Summary(2, 0, 1, 0.5, Nine) }, At(7)], await AllAsync());
    }

    private static (long, long, long, DateTimeOffset?, DateTimeOffset?) Counts(SeriesStatistics held) =>
        (held.Series, held.Readings, held.Amendments, held.Oldest, held.Newest);
}
