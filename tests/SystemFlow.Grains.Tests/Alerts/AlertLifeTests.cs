using SystemFlow.Domain.Alerts;
using SystemFlow.Testing;
using static SystemFlow.Grains.Tests.Alerts.WatchedPlaces;

namespace SystemFlow.Grains.Tests.Alerts;

public sealed class AlertLifeTests
{
    [Fact]
    public async Task Alert_WhoseConditionHolds_FiresOnTimeAndTellsTheLeadOnDuty()
    {
        var hold = new TimeSpan(0, 5, 3); // Between two of the looks that are taken every ten seconds.
        await using var places = await StartAsync(Crowded with { Hold = hold });
        await places.HearAsync(110);
        await places.LiveAsync(hold - TimeSpan.FromSeconds(1));
        var before = await places.ToldAsync();

        await places.LiveAsync(TimeSpan.FromSeconds(1));

        Assert.Empty(before);
        Assert.Equal(["crowded day"], await places.ToldAsync());
        Assert.Equal((AlertPhase.Firing, A.Monday9am + hold), (places.Find(Crowded)!.Phase, places.Find(Crowded)!.FiredAt!.Value));
    }

    [Fact]
    public async Task Alert_WhoseConditionIsClearForLongEnough_IsResolvedAndTellsNobodyElse()
    {
        await using var places = await StartAsync(Crowded with { Cooldown = TimeSpan.FromHours(1) });
        await places.HearAsync(110);
        await places.LiveAsync(6);

        await places.HearAsync(70);
        await places.LiveAsync(5);

        Assert.Equal((AlertPhase.Resolved, A.Monday9am.AddMinutes(11)), (places.Find(Crowded)!.Phase, places.Find(Crowded)!.Since));
        await places.LiveAsync(30);
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Silence_NeitherRaisesNorClears_AndIsTheFeedOwnersToMend()
    {
        var slow = Crowded with { Code = "slow", Hold = TimeSpan.FromMinutes(20) };
        var silent = Crowded with { Code = "silent", Owner = AlertOwner.FeedOwner, All = [new Condition(ConditionKind.Silence) { Group = "ed" }] };
        await using var places = await StartAsync(Crowded, slow, silent);
        await places.HearAsync(A.Reading with { Metric = InDepartment, Value = 110 }); // Due every five minutes.
        await places.LiveAsync(6);
        await places.AcknowledgeAsync();

        await places.LiveAsync(60);

        Assert.Equal(AlertPhase.Acknowledged, places.Find(Crowded)!.Phase);
        Assert.Equal(AlertPhase.Pending, places.Find(slow)!.Phase);
        Assert.Equal(["crowded day", "silent feeds"], await places.ToldAsync());
    }

    [Fact]
    public async Task Alert_ThatNobodyAnswers_ClimbsTheLadder()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);

        await places.LiveAsync(5 + 14);
        var early = await places.ToldAsync();
        await places.LiveAsync(1);

        Assert.Equal(["crowded day"], early);
        Assert.Equal(["crowded day", "crowded manager"], await places.ToldAsync());
    }

    [Fact]
    public async Task Acknowledge_StopsTheLadder_AndASecondPersonIsToldWhoHasIt()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.LiveAsync(6);

        var first = await places.AcknowledgeAsync();
        var second = await places.AcknowledgeAsync("Kim, manager");

        await places.LiveAsync(30);
        Assert.Equal((null, AlertPhase.Acknowledged), (first.Refusal, first.State!.Phase));
        Assert.Equal("Sam, site lead has it already, since 09:06.", second.Refusal);
        Assert.Equal(["crowded day"], await places.ToldAsync());
        Assert.Equal(
            [AlertEventKind.Began, AlertEventKind.Fired, AlertEventKind.Acknowledged], await places.HistoryAsync(first.State!.Episode));
    }

    [Fact]
    public async Task Snooze_Ends_WhileItStillHolds_AndTheLeadIsToldAgain()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.LiveAsync(6);
        var until = places.Time.GetUtcNow() + new TimeSpan(0, 20, 4);

        var outcome = await places.Lister.CommandAsync(new AlertCommand(
            Crowded.Code, places.Find(Crowded)!.Episode, AlertCommandKind.Snooze, "Sam, site lead", "Beds open at half past", until));
        await places.LiveAsync(new TimeSpan(0, 20, 3));
        var asleep = await places.ToldAsync();
        await places.LiveAsync(TimeSpan.FromSeconds(1));

        Assert.Null(outcome.Refusal);
        Assert.Equal(["crowded day"], asleep);
        Assert.Equal(["crowded day", "crowded day"], await places.ToldAsync());
        Assert.Equal((AlertPhase.Firing, until), (places.Find(Crowded)!.Phase, places.Find(Crowded)!.Since));
    }

    [Fact]
    public async Task Command_AboutAnEpisodeThatIsOver_IsRefused()
    {
        await using var places = await StartAsync(Crowded);

        var outcome = await places.Lister.CommandAsync(new AlertCommand("crowded", "crowded/RWH01/1", AlertCommandKind.Acknowledge, "Sam"));

        Assert.Equal(new CommandOutcome(null, "This alert is over; there is nothing to do."), outcome);
    }

    [Fact]
    public async Task Storm_OfTwoHundredReadings_IsOneAlert()
    {
        await using var places = await StartAsync(Crowded with { Hold = TimeSpan.Zero });
        var storm = Enumerable.Range(1, 200).Select(i => A.Reading with { Metric = InDepartment, Value = 100 + i, PeriodEnd = A.Monday9am.AddSeconds(i) });

        await Task.WhenAll(storm.Select(reading => places.Lister.AcceptAsync([reading])));
        await places.SettleAsync();

        Assert.Equal(["crowded day"], await places.ToldAsync());
        Assert.Equal([AlertEventKind.Fired], await places.HistoryAsync(places.Find(Crowded)!.Episode));
    }

    [Fact]
    public async Task Flood_IsLookedAtNoMoreThanItMust_AndItsLastWordWithTheNextTelling()
    {
        await using var places = await StartAsync(Crowded with { Hold = TimeSpan.Zero });
        var flood = Enumerable.Range(1, 250).Select(i => A.Reading with { Metric = InDepartment, Value = i < 250 ? i % 50 : 110, PeriodEnd = A.Monday9am.AddMilliseconds(i) });
        foreach (var reading in flood) await places.Lister.AcceptAsync([reading]);
        await places.SettleAsync();
        var early = places.Find(Crowded);

        await places.LiveAsync(TimeSpan.FromMilliseconds(200));

        Assert.Null(early);
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Reading_BetweenTwoTellingsOfTheScreen_IsLookedAtAtOnce()
    {
        await using var places = await StartAsync(Crowded with { Hold = TimeSpan.Zero, ClearHold = TimeSpan.Zero });
        await places.HearAsync(110);
        places.Time.Advance(TimeSpan.FromMilliseconds(5));
        await places.HearAsync(70);
        places.Time.Advance(TimeSpan.FromMilliseconds(5));

        await places.HearAsync(120);

        Assert.Equal(A.Monday9am.AddMilliseconds(10), places.Find(Crowded)!.FiredAt);
        Assert.Equal(["crowded day", "crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Hold_InAReplayOfSixtyTimesTheSpeed_EndsOnTime()
    {
        await using var places = await StartAsync(real => new FastTime(real, 60), Crowded);
        await places.LiveAsync(TimeSpan.FromSeconds(20));
        await places.HearAsync(A.Reading with { Metric = InDepartment, Value = 110, PeriodEnd = A.Monday9am.AddMinutes(20), Cadence = TimeSpan.FromHours(1) });

        for (var second = 0; second < 5; second++) await places.LiveAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(A.Monday9am.AddMinutes(25), places.Find(Crowded)!.FiredAt);
    }

    /// <summary>The clock of a replay: timers stay real.</summary>
    private sealed class FastTime(ManualTime real, double speed) : TimeProvider
    {
        public override long TimestampFrequency => real.TimestampFrequency;

        public override long GetTimestamp() => real.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => A.Monday9am + ((real.GetUtcNow() - A.Monday9am) * speed);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            real.CreateTimer(callback, state, dueTime, period);
    }
}
