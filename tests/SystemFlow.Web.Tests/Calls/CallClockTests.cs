using System.Security.Claims;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Pressures;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Replay;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Rules;
using SystemFlow.Testing;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Calls;

/// <summary>A pack is frozen once, from the record, and the record gives it again whenever it is asked.</summary>
public sealed class CallClockTests
{
    private const string Call = "2026-01-05T1100";
    private static readonly DateTimeOffset At = A.Monday9am.AddHours(2);
    private static readonly ClaimsPrincipal Ann = Screen.SignedIn();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Freeze_OnceTheRecordIsSettled_KeepsWhatWasKnownAtTheMoment_Once()
    {
        await using var screen = Known();
        screen.Time.Advance(At - A.Monday9am);
        Assert.True(await Clock(screen).FreezeDueAsync(Cancelled));
        Assert.Null(await Log(screen).FindAsync(Call, Cancelled)); // A figure may still come that counts as known by then.

        screen.Time.Advance(CallClock.Grace);
        Assert.True(await Clock(screen).FreezeDueAsync(Cancelled));
        var frozen = (await Log(screen).FindAsync(Call, Cancelled))!;
        screen.Store.Add("RWH01", "beds.ga.occupied", At.AddMinutes(-1), 400, submitted: At.AddMinutes(2));
        Assert.True(await Anew(screen).FreezeDueAsync(Cancelled)); // Started again.

        Assert.Equal(frozen, await Log(screen).FindAsync(Call, Cancelled));
        Assert.Equal((At, false), (frozen.At, frozen.IsMadeLater));
        Assert.Equal(561, CallPack.Parse(frozen.Json).Capacity[0].Potential.Length > 0 ? 580 - CallPack.Parse(frozen.Json).Capacity[0].Now.Value : null);
        Assert.Single(
            await screen.Journal.ReadAsync(new JournalQuestion { Kind = JournalKind.Call }, 100, Cancelled),
            line => line.Entry.Subject == $"/calls/{Call}");
    }

    [Fact]
    public async Task Freeze_AfterAStop_MakesWhatItMissedWithinADay_AndSaysSo()
    {
        await using var screen = Known();
        screen.Time.Advance(At.AddHours(23) - A.Monday9am);

        Assert.True(await Clock(screen).FreezeDueAsync(Cancelled));

        var calls = await Log(screen).NewestAsync(10, Cancelled);
        Assert.Equal(["2026-01-05T1500", Call], calls.Select(call => call.Id));
        Assert.True((await Log(screen).FindAsync(Call, Cancelled))!.IsMadeLater);
        Assert.Contains(
            await screen.Journal.ReadAsync(new JournalQuestion(), 10, Cancelled),
            line => line.Entry.Words == "Pack made 1380 min after its moment, from the record");
    }

    [Fact]
    public async Task Freeze_WhileTheRecordIsAway_TriesAgain_AndFreezesTheSame()
    {
        await using var screen = Known();
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);
        screen.Store.IsAway = true;
        var clock = Clock(screen);

        Assert.False(await clock.FreezeDueAsync(Cancelled));
        Assert.Null(await Log(screen).FindAsync(Call, Cancelled));
        screen.Store.IsAway = false;
        Assert.True(await clock.FreezeDueAsync(Cancelled));

        Assert.NotNull(await Log(screen).FindAsync(Call, Cancelled));
    }

    [Fact]
    public async Task Freeze_WhileTheLogIsFull_TriesAgain()
    {
        await using var screen = Known();
        _ = Log(screen);
        screen.RefuseEvents("call_packs");
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);

        Assert.False(await Clock(screen).FreezeDueAsync(Cancelled));
    }

    [Fact]
    public async Task Freeze_OfAnEmptyRecord_WaitsForTheFirstFigure_AndBeforeTheRecordBegins_IsDone()
    {
        await using var screen = new Screen();
        _ = Log(screen);
        screen.Time.Advance(At.AddHours(5) - A.Monday9am);

        Assert.False(await Clock(screen).FreezeDueAsync(Cancelled));
        screen.Store.Add("RWH01", "beds.ga.occupied", At.AddHours(1), 561);
        Assert.True(await Clock(screen).FreezeDueAsync(Cancelled));

        Assert.Equal("2026-01-05T1500", Assert.Single(await Log(screen).NewestAsync(10, Cancelled)).Id);
    }

    [Fact]
    public async Task Freeze_ACallOfBeforeThereWasALogOfCalls_IsNone()
    {
        await using var screen = new Screen();
        screen.Store.Add("RWH01", "beds.ga.occupied", At.AddMinutes(-1), 561);
        screen.Time.Advance(At.AddHours(2) - A.Monday9am);

        Assert.True(await Clock(screen).FreezeDueAsync(Cancelled));

        Assert.Empty(await Log(screen).NewestAsync(10, Cancelled));
    }

    [Fact]
    public async Task Freeze_WhereTheClockRunsOverDays_MissesNoCall()
    {
        await using var screen = Known();
        var clock = Clock(screen);
        Assert.True(await clock.FreezeDueAsync(Cancelled));
        screen.Time.Advance(TimeSpan.FromDays(3));

        Assert.True(await clock.FreezeDueAsync(Cancelled));

        Assert.Equal(6, (await Log(screen).NewestAsync(10, Cancelled)).Length);
    }

    [Fact]
    public async Task Wait_InAReplay_IsRealTime_AndShortEnoughToSeeEveryCallInTime()
    {
        await using var screen = Known();
        var real = new ManualTime(A.Monday9am);
        var replay = new ReplayClock(Replayed("2026-01-05T11:30:00Z"), 600, real); // It starts an hour before: at 10:30.
        var clock = new CallClock(
            screen.The<CallMaker>(), Log(screen), screen.The<Microsoft.Extensions.Options.IOptions<CallOptions>>(), new SoleNode(), replay,
            screen.The<Microsoft.Extensions.Logging.ILogger<CallClock>>());

        Assert.Equal(TimeSpan.FromSeconds(1), clock.WaitAfter(isDone: true));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.WaitAfter(isDone: false));
        real.Advance(TimeSpan.FromSeconds(3)); // 11:00.
        Assert.Equal(CallClock.Grace / 600, clock.WaitAfter(isDone: true));
        real.Advance((CallClock.Grace / 600) + TimeSpan.FromMilliseconds(10));
        Assert.True(await clock.FreezeDueAsync(Cancelled));

        Assert.False((await Log(screen).FindAsync(Call, Cancelled))!.IsMadeLater);
    }

    [Fact]
    public async Task Preview_BetweenTheMomentAndTheFreeze_IsStillThatCalls_AndSaysWhatChangedSinceTheOneBefore()
    {
        await using var screen = Known();
        screen.Time.Advance(At.AddSeconds(30) - A.Monday9am);

        var (pack, next) = (await screen.The<CallMaker>().PreviewAsync(At), await screen.The<CallMaker>().PreviewAsync());

        Assert.Equal((Call, CallTimes.Standard.Previous(At)), (pack.Id, pack.Previous));
        Assert.Equal(("2026-01-05T1500", At), (next.Id, next.Previous));
    }

    [Fact]
    public async Task Preview_OfACallFurtherAhead_IsHeldAgainstTheLastThatHasBeen()
    {
        await using var screen = Known();

        var pack = await screen.The<CallMaker>().PreviewAsync(At.AddDays(1));

        Assert.Equal(("2026-01-06T1100", CallTimes.Standard.Previous(A.Monday9am)), (pack.Id, pack.Previous));
    }

    [Fact]
    public async Task MadeAgain_AMonthLater_AfterLateAndAmendedFiguresOtherRulesLevelsAndActions_IsEqualToTheDigit()
    {
        await using var screen = Known();
        var given = await screen.The<ActionDesk>().GiveAsync(Ann, Fields(screen), Cancelled);
        Assert.Empty(given.Problems);
        await screen.Levels.DeclareAsync(Ann, A.Lister, new() { Level = 3, Hours = 8, Reason = "Ward closed" }, Cancelled);
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);
        await Clock(screen).FreezeDueAsync(Cancelled);
        var frozen = (await Log(screen).FindAsync(Call, Cancelled))!;
        var pack = CallPack.Parse(frozen.Json);
        Assert.Equal((1, OpelLevel.Three), (Assert.Single(pack.Actions).Number, pack.Levels.Single(level => level.Place == A.Lister).Declared!.Level));

        screen.Store.Add("RWH01", "beds.ga.occupied", At.AddMinutes(-1), 577, submitted: At.AddMinutes(10)); // An amendment.
        screen.Store.Add("RWG02", "beds.ga.occupied", At.AddMinutes(-1), 500, submitted: At.AddDays(1)); // Of before, but late.
        await screen.Levels.WithdrawAsync(Ann, A.Lister, Cancelled);
        await screen.The<ActionDesk>().ChangeAsync(Ann, 1, new() { Kind = Domain.Actions.ActionLineKind.Done, Version = 1, Words = "Six are open" }, Cancelled);
        screen.Time.Advance(TimeSpan.FromDays(31));
        var local = PressureRules.Shipped.First(rules => rules.Framework == "Local").ToJson();
        Assert.NotNull((await screen.Rules.SaveAsync(RuleKind.Pressure, 0, local, "Ann", "Others now")).Version);

        var again = await screen.The<CallRemake>().OfAsync(frozen, Cancelled);

        Assert.Empty(again.Differences);
        Assert.True(again.IsEqual);
    }

    [Fact]
    public async Task MadeAgain_WhatTheRecordSaysOtherwise_IsNamed()
    {
        await using var screen = Known();
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);
        var made = (await screen.The<CallMaker>().MakeAsync(At, CallTimes.Standard.Previous(At), GripTerms.Standard, Cancelled)).Pack!;
        var other = FrozenPack.Of(made with { Missing = [] }, At);

        var again = await screen.The<CallRemake>().OfAsync(other, Cancelled);

        Assert.False(again.IsEqual);
        Assert.All(again.Differences, difference => Assert.StartsWith("missing[", difference.Where, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MadeAgain_ATextThatIsNotWhatWasFrozen_IsNotIntact()
    {
        await using var screen = Known();
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);
        await Clock(screen).FreezeDueAsync(Cancelled);
        var frozen = (await Log(screen).FindAsync(Call, Cancelled))!;

        var again = await screen.The<CallRemake>().OfAsync(frozen with { Json = frozen.Json.Replace("561", "560", StringComparison.Ordinal) }, Cancelled);

        Assert.Equal((PastOutcome.Known, false, false), (again.Outcome, again.IsIntact, again.IsEqual));
    }

    private static ActionFields Fields(Screen screen) => new()
    {
        What = "Open six beds",
        Owner = "RWH01",
        OwnerRole = screen.The<ActionOwners>().RolesOf(A.Lister)[0].Code,
        Due = new DateTime(2026, 1, 5, 12, 0, 0),
    };

    private static ReplayFile Replayed(string moment) => ReplayFile.Read(
        System.Text.Encoding.UTF8.GetBytes($"place,metric,value,periodEnd\nRWH01,beds.ga.occupied,561,{moment}\n"),
        new IntakeTerms(Domain.Places.Footprint.HertfordshireWestEssex, Domain.Readings.MetricDictionary.Standard, new FeedOptions(), At.AddDays(1), "replay"));

    private static Screen Known()
    {
        var screen = new Screen();
        _ = Log(screen); // The program runs.
        foreach (var at in (DateTimeOffset[])[At.AddHours(-20), At.AddMinutes(-1)])
        {
            screen.Store.Add("RWH01", "beds.ga.open", at, 580);
            screen.Store.Add("RWH01", "beds.ga.occupied", at, 561);
            screen.Store.Add("RWH01", "ed.dta-over-12h", at, 2);
        }

        return screen;
    }

    private static CallClock Clock(Screen screen) => screen.The<CallClock>();

    private static CallClock Anew(Screen screen) => new(
        screen.The<CallMaker>(), Log(screen), screen.The<Microsoft.Extensions.Options.IOptions<CallOptions>>(), new SoleNode(), screen.Time,
        screen.The<Microsoft.Extensions.Logging.ILogger<CallClock>>());

    private static CallLog Log(Screen screen) => screen.The<CallLog>();
}
