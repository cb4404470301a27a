using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

/// <summary>What every series store does.</summary>
public abstract partial class SeriesStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected abstract ISeriesStore Store { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset Nine => A.Monday9am;

    private static Reading Occupied => A.Reading;

    [Fact]
    public async Task Append_AReading_AcceptsIt()
    {
        var outcome = await AppendAsync(Occupied);

        Assert.Equal([new Appended(AppendOutcome.Accepted, Occupied)], outcome);
        Assert.Equal([Occupied], await AllAsync());
    }

    [Fact]
    public async Task Append_Nothing_AnswersNothing()
    {
        var outcome = await AppendAsync();

        Assert.Empty(outcome);
    }

    [Fact]
    public async Task Append_EverythingAReadingHas_ComesBack()
    {
        var full = Occupied with
        {
            Value = 93.7,
            Numerator = 562.2,
            Denominator = 600,
            PeriodStart = Nine - TimeSpan.FromDays(1),
            SubmittedAt = Nine.AddTicks(12_345_678),
            Method = Method.Estimated,
            Cadence = TimeSpan.FromDays(1),
            MessageId = "m-1 \"quoted\"",
            Comment = "Ward 5B is closed – norovirus",
            AmendedFrom = 90.1,
            AmendedAt = Nine.AddTicks(12_345_678),
        };

        await AppendAsync(full);

        Assert.Equal([full], await AllAsync());
        Assert.Equal([full], await LatestAsync(A.Lister));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Absent.Unknown)]
    [InlineData(Absent.Unsupported)]
    [InlineData(Absent.NotAsked)]
    [InlineData(Absent.NotApplicable)]
    [InlineData(Absent.Error)]
    public async Task Append_NoValue_StaysNoValueWithItsReason(Absent? reason)
    {
        var none = Occupied with { Value = null, Absent = reason };

        await AppendAsync(none);

        Assert.Equal([none], await AllAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(0.1)]
    [InlineData(1_000_000_000_000_001)]
    [InlineData(double.MaxValue)]
    public async Task Append_AnyNumber_ComesBackExactly(double value)
    {
        await AppendAsync(Occupied with { Value = value });

        Assert.Equal(value, Assert.Single(await AllAsync()).Value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Append_NotANumber_IsTheCallersMistake(double value)
    {
        var appending = AppendAsync(Occupied, Occupied with { Value = value, PeriodEnd = Nine + Minute });

        await Assert.ThrowsAsync<ArgumentException>(() => appending);
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Append_NoPlace_IsTheCallersMistake()
    {
        var appending = AppendAsync(Occupied with { Place = default });

        await Assert.ThrowsAsync<ArgumentException>(() => appending);
    }

    [Fact]
    public async Task Append_AMomentWithAnOffset_IsTheSameMomentInUtc()
    {
        var summer = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.FromHours(1));

        await AppendAsync(Occupied with { PeriodEnd = summer, SubmittedAt = summer });

        var read = Assert.Single(await LatestAsync(A.Lister));
        Assert.Equal(TimeSpan.Zero, read.PeriodEnd.Offset);
        Assert.Equal(summer, read.PeriodEnd);
    }

    [Fact]
    public async Task Append_TheSameAgain_IsADuplicate()
    {
        await AppendAsync(Occupied);

        var again = await AppendAsync(
            Occupied, Occupied with { SubmittedAt = Nine + Minute, MessageId = "sent again" });

        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Duplicate], again.Select(a => a.Outcome));
        var confirmed = Occupied with { SubmittedAt = Nine + Minute, KnownAt = Nine };
        Assert.Equal([Occupied, confirmed], again.Select(answer => answer.Reading));
        Assert.Equal([confirmed], await AllAsync());
        Assert.Empty(await AmendmentsAsync());
    }

    [Fact]
    public async Task Append_AnAmendmentFromBeforeTheSameWasSaidAgain_DoesNotWin()
    {
        await AppendAsync(Occupied with { Value = 561 });
        await AppendAsync(Occupied with { Value = 561, SubmittedAt = Nine + 2 * Minute });

        var between = await AppendAsync(Occupied with { Value = 570, SubmittedAt = Nine + Minute });

        Assert.Equal(AppendOutcome.Duplicate, Assert.Single(between).Outcome);
        Assert.Equal(561, Assert.Single(await AllAsync()).Value);
        Assert.Empty(await AmendmentsAsync());
    }

    [Fact]
    public async Task Append_AnAmendmentSaidAgain_StaysAmendedWhenItWas()
    {
        await AppendAsync(Occupied with { Value = 561 });
        await AppendAsync(Occupied with { Value = 570, SubmittedAt = Nine + Minute });

        await AppendAsync(Occupied with { Value = 570, SubmittedAt = Nine + 5 * Minute });

        var stored = Assert.Single(await AllAsync());
        Assert.Equal((Nine + 5 * Minute, Nine + Minute, 561), (stored.SubmittedAt, stored.AmendedAt, stored.AmendedFrom));
        Assert.Single(await AmendmentsAsync());
    }

    [Fact]
    public async Task Append_AnOlderSubmission_IsADuplicate()
    {
        var newer = Occupied with { SubmittedAt = Nine + Minute };
        await AppendAsync(newer);

        var late = await AppendAsync(Occupied with { Value = 12, SubmittedAt = Nine });

        Assert.Equal(new Appended(AppendOutcome.Duplicate, newer), Assert.Single(late));
        Assert.Equal([newer], await AllAsync());
        Assert.Empty(await AmendmentsAsync());
    }

    [Theory]
    [InlineData(0)] // Two at once: the last to arrive counts.
    [InlineData(1)]
    public async Task Append_AnotherValueSubmittedNotBefore_AmendsAndKeepsTheOldOne(int minutesLater)
    {
        await AppendAsync(Occupied with { Value = 561 });
        var by = Nine + minutesLater * Minute;

        var outcome = await AppendAsync(Occupied with { Value = 570, SubmittedAt = by });

        var amended = Occupied with { Value = 570, SubmittedAt = by, AmendedFrom = 561, AmendedAt = by };
        Assert.Equal(new Appended(AppendOutcome.Amended, amended), Assert.Single(outcome));
        Assert.Equal([amended], await AllAsync());
        Assert.Equal([new Amendment(Occupied with { Value = 561 }, by)], await AmendmentsAsync());
    }

    [Fact]
    public async Task Append_OnlyANoteIsNew_AmendsToo()
    {
        await AppendAsync(Occupied);

        var outcome = await AppendAsync(Occupied with { Comment = "Counted twice", SubmittedAt = Nine + Minute });

        Assert.Equal(AppendOutcome.Amended, Assert.Single(outcome).Outcome);
        Assert.Equal("Counted twice", Assert.Single(await AllAsync()).Comment);
    }

    [Fact]
    public async Task Append_ABlankCopyOfTheSameSubmission_WipesNothing()
    {
        var full = Occupied with { Numerator = 561, Denominator = 600, Comment = "All wards" };
        await AppendAsync(full);

        var copies = await AppendAsync(Occupied with { Value = null, Absent = Absent.Unknown }, Occupied);

        Assert.Equal([AppendOutcome.Duplicate, AppendOutcome.Duplicate], copies.Select(a => a.Outcome));
        Assert.Equal([full], await AllAsync());
    }

    [Fact]
    public async Task Append_AValueWithdrawnLater_Amends()
    {
        await AppendAsync(Occupied with { Value = 561 });
        var withdrawn = Occupied with { Value = null, Absent = Absent.Error, SubmittedAt = Nine + Minute };

        var outcome = await AppendAsync(withdrawn);

        var stored = withdrawn with { AmendedFrom = 561, AmendedAt = Nine + Minute };
        Assert.Equal(new Appended(AppendOutcome.Amended, stored), Assert.Single(outcome));
        Assert.Equal([stored], await AllAsync());
    }

    [Fact]
    public async Task Append_AValueWhereThereWasNone_FillsItIn()
    {
        await AppendAsync(Occupied with { Value = null, Absent = Absent.NotAsked });

        var outcome = await AppendAsync(Occupied);

        Assert.Equal(
            new Appended(AppendOutcome.Amended, Occupied with { AmendedAt = Occupied.SubmittedAt }), Assert.Single(outcome));
    }

    [Fact]
    public async Task Append_OneKeyTwiceInABatch_TakesThemInOrder()
    {
        var outcome = await AppendAsync(
            Occupied with { Value = 1 }, Occupied with { Value = 2 }, Occupied with { Value = 2 });

        Assert.Equal(
            [AppendOutcome.Accepted, AppendOutcome.Amended, AppendOutcome.Duplicate], outcome.Select(a => a.Outcome));
        Assert.Equal(2, Assert.Single(await AllAsync()).Value);
    }

    [Fact]
    public async Task Append_PartsOfADelay_AreSeriesOfTheirOwn()
    {
        var delays = MetricCode.Parse("dtoc.patients");
        MetricKey[] keys = [delays, new(delays, "A"), new(delays, "A", Attribution.Nhs), new(delays, null, Attribution.Nhs)];

        await AppendAsync([.. keys.Select((key, i) => Occupied with { Metric = key, Value = i })]);

        Assert.Equal(keys.Index().Select(k => (k.Item, (double?)k.Index)).ToHashSet(),
            (await LatestAsync(A.Lister)).Select(r => (r.Metric, r.Value)).ToHashSet());
    }

    [Fact]
    public async Task Append_Cancelled_IsNotTaken()
    {
        var appending = Store.AppendAsync([Occupied], new CancellationToken(canceled: true)).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending);
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Append_ManySendersAtOnce_KeepsEveryReading()
    {
        const int Senders = 50;

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => AppendAsync(At(i), At(i + Senders))));

        Assert.Equal(Enumerable.Range(0, 2 * Senders).Select(At), await AllAsync());
    }

    [Fact]
    public async Task Latest_GivesTheNewestOfEachSeriesOfThePlaceAlone()
    {
        var open = Occupied with { Metric = A.BedsOpen, Value = 600 };
        var elsewhere = Occupied with { Place = PlaceCode.Parse("RWG02") };
        await AppendAsync(At(5), open, At(7), elsewhere, At(6));

        var latest = await LatestAsync(A.Lister);

        Assert.Equal(new HashSet<Reading> { At(7), open }, latest.ToHashSet());
        Assert.Equal([elsewhere], await LatestAsync(elsewhere.Place));
        Assert.Empty(await LatestAsync(PlaceCode.Parse("rwh01"))); // Spelling counts.
    }

    [Fact]
    public async Task Read_TakesFromAndLeavesTo_OldestFirst()
    {
        await AppendAsync(At(3), At(1), At(0), At(2));

        var read = await ReadAsync(Nine + Minute, Nine + 3 * Minute);

        Assert.Equal([At(1), At(2)], read);
    }

    [Fact]
    public async Task Read_MoreThanFitsInAPage_GivesEachOnce()
    {
        var many = Enumerable.Range(0, 2_500).Select(At).ToArray();
        await AppendAsync(many);

        var read = await AllAsync();

        Assert.Equal(many, read);
    }

    [Fact]
    public async Task Read_ASeriesThatIsNotThere_GivesNothing()
    {
        Assert.Empty(await AllAsync());
        Assert.Empty(await LatestAsync(A.Lister));
        Assert.Empty(await AmendmentsAsync());
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        await AppendAsync(Occupied);

        var reading = Store.ReadAsync(
            A.Lister, A.BedsOccupied, Nine, Nine + Minute, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.ToListAsync(Cancelled).AsTask());
    }

    [Fact]
    public async Task Amendments_GivesTheNewestFirst_InTheTimeAskedFor()
    {
        Reading Say(int minute, double value) => At(minute) with { Value = value, SubmittedAt = Nine.AddHours(value) };
        await AppendAsync(Say(0, 1), Say(1, 1), Say(2, 1));

        await AppendAsync(Say(1, 2));
        await AppendAsync(Say(0, 3), Say(2, 3));
        await AppendAsync(Say(1, 4));

        var amendments = await AmendmentsAsync(Nine, Nine + 2 * Minute);
        Assert.Equal(
            [
                new Amendment(Say(1, 2) with { AmendedFrom = 1, AmendedAt = Nine.AddHours(2) }, Nine.AddHours(4)),
                new Amendment(Say(0, 1), Nine.AddHours(3)),
                new Amendment(Say(1, 1), Nine.AddHours(2)),
            ],
            amendments);
    }

    protected static Reading At(int minute) => Occupied with
    {
        Value = minute,
        PeriodEnd = Nine + minute * Minute,
        SubmittedAt = Nine + minute * Minute,
    };

    protected async Task<Appended[]> AppendAsync(params Reading[] batch) => [.. await Store.AppendAsync(batch, Cancelled)];

    protected ValueTask<List<Reading>> AllAsync() => ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    protected ValueTask<List<Reading>> LatestAsync(PlaceCode place) => Store.LatestAsync(place, Cancelled).ToListAsync(Cancelled);

    private ValueTask<List<Reading>> ReadAsync(DateTimeOffset from, DateTimeOffset to) =>
        Store.ReadAsync(A.Lister, A.BedsOccupied, from, to, Cancelled).ToListAsync(Cancelled);

    private ValueTask<List<Amendment>> AmendmentsAsync() =>
        AmendmentsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private ValueTask<List<Amendment>> AmendmentsAsync(DateTimeOffset from, DateTimeOffset to) =>
        Store.AmendmentsAsync(A.Lister, A.BedsOccupied, from, to, Cancelled).ToListAsync(Cancelled);
}
