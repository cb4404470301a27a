using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Events;

public sealed class EventLogOnPostgresTests(Postgres server) : EventLogTests(new ServerStore(server));

public abstract class EventLogTests(TestStore store) : StoreTests(store)
{
    private static readonly AlertState Firing = AlertState.None("occupancy-high", A.Lister) with
    {
        Phase = AlertPhase.Firing,
        Since = A.Monday9am,
        FiredAt = A.Monday9am,
        Episode = "e1",
        Words = "Bed occupancy 97 %",
        Value = 97,
    };

    private static readonly AlertEvent Fired = new(AlertEventKind.Fired, A.Monday9am, "Bed occupancy 97 %", 0);

    private static readonly OutboxMessage Message = new(
        "e1/0/lead/Email", "e1", "lead", Channel.Email, "lead@example.org", Severity.Warning, "Beds", "97 %", A.Monday9am)
    {
        Place = A.Lister,
        Rule = "occupancy-high",
    };

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public async Task Record_ThenOpenedAgain_HasStateHistoryAndMessage()
    {
        await Open().RecordAsync(new AlertChange(Firing, [Fired], [Message]), Cancelled);

        var log = Open();

        Assert.Equal([Firing], log.Current);
        Assert.Equal([Firing], (await log.OpenAsync(A.Lister, Cancelled)).Alerts);
        Assert.Equal([Fired], await log.HistoryAsync("e1", Cancelled));
        Assert.Equal([Message], await log.DueAsync(A.Monday9am, 10, Cancelled));
    }

    [Fact]
    public async Task Histories_OfAStretch_AreThoseOfTheAlertsThatFiredInIt()
    {
        var log = Open();
        await log.RecordAsync(new AlertChange(Firing, [Fired with { Kind = AlertEventKind.Began }, Fired], []), Cancelled);
        var later = Firing with { Place = PlaceCode.Parse("RWG02"), Episode = "e2", FiredAt = A.Monday9am.AddHours(1) };
        await log.RecordAsync(new AlertChange(later, [Fired], []), Cancelled);

        var histories = await log.HistoriesAsync(A.Monday9am, A.Monday9am.AddHours(1), Cancelled);

        Assert.Equal([AlertEventKind.Began, AlertEventKind.Fired], Assert.Single(histories).Select(line => line.Kind));
        Assert.Equal("e1", Assert.Single(histories).Key);
    }

    [Fact]
    public async Task Record_TheSameMessageTwice_KeepsItOnce()
    {
        var log = Open();
        await log.RecordAsync(new AlertChange(Firing, [Fired], [Message]), Cancelled);

        await log.RecordAsync(new AlertChange(Firing with { StepsTaken = 1 }, [], [Message with { Text = "Again" }]), Cancelled);

        Assert.Equal(Message, Assert.Single(await log.ReadAsync(null, null, 10, Cancelled)).Message);
    }

    [Fact]
    public async Task Due_AMessageOfAnAlert_IsNeverGivenOutBeforeTheAlertIsCurrent()
    {
        var log = Open();
        var recording = Task.Run(
            async () =>
            {
                foreach (var number in Enumerable.Range(1, 500))
                {
                    var message = Message with { Id = $"e{number}/1/lead/Email", Episode = $"e{number}", DueAt = A.Monday9am.AddSeconds(-number) };
                    await log.RecordAsync(new AlertChange(Firing with { Episode = $"e{number}" }, [], [message]), Cancelled);
                }
            },
            Cancelled);

        var looks = 0;
        while (!recording.IsCompleted)
        {
            if (await log.DueAsync(A.Monday9am, 1, Cancelled) is not [var newest]) continue;
            Assert.InRange(NumberOf(newest.Episode!), 1, NumberOf(Assert.Single(log.Current).Episode));
            looks++;
        }

        await recording;
        Assert.InRange(looks, 1, int.MaxValue);

        static int NumberOf(string episode) => int.Parse(episode[1..], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Record_FailingPartWay_KeepsNothing()
    {
        var log = Open();

        await Assert.ThrowsAsync<EventLogException>(() => log.RecordAsync(
            new AlertChange(Firing, [Fired], [Message, Message with { Id = "2", Lead = null! }]), Cancelled));

        Assert.Empty(log.Current);
        Assert.Empty(Open().Current);
        Assert.Empty(await log.HistoryAsync("e1", Cancelled));
        Assert.Empty(await log.ReadAsync(null, null, 10, Cancelled));
    }

    [Fact]
    public async Task Record_ClearAgain_EndsTheEpisodeAndKeepsItsLastState()
    {
        var log = Open();
        var resolved = Firing with { Phase = AlertPhase.Resolved, Since = A.Monday9am.AddHours(1) };
        await log.RecordAsync(new AlertChange(Firing, [Fired], []), Cancelled);
        await log.RecordAsync(new AlertChange(resolved, [], []), Cancelled);

        await log.RecordAsync(new AlertChange(AlertState.None(Firing.Rule, A.Lister), [], []), Cancelled);

        Assert.Empty(log.Current);
        Assert.Empty(Open().Current);
        Assert.Equal([resolved], await log.FiredAsync(A.Monday9am, A.Monday9am.AddDays(1), Cancelled));
    }

    [Fact]
    public async Task Open_AfterFourHundredDays_ForgetsWhatIsOver_AndKeepsWhatIsNot()
    {
        var log = Open();
        await log.RecordAsync(new AlertChange(Firing, [Fired], []), Cancelled);
        await log.RecordAsync(new AlertChange(AlertState.None(Firing.Rule, A.Lister), [], []), Cancelled);
        var open = Firing with { Rule = "waits-long", Episode = "e2" };
        await log.RecordAsync(new AlertChange(open, [Fired], []), Cancelled);

        _time.Advance(TimeSpan.FromDays(401));
        var later = Open();

        Assert.Equal([open], await later.FiredAsync(A.Monday9am, A.Monday9am.AddDays(1), Cancelled));
        Assert.Empty(await later.HistoryAsync("e1", Cancelled));
        Assert.Equal([Fired], await later.HistoryAsync("e2", Cancelled));
    }

    [Fact]
    public async Task Attempt_ToBeTriedAgain_WaitsForItsNextMoment()
    {
        var log = Open();
        await log.AddAsync([Message], Cancelled);

        var next = A.Monday9am.AddMinutes(1);
        await log.RecordAsync(new DeliveryAttempt(Message.Id, A.Monday9am, DeliveryStatus.Waiting, "503", next), Cancelled);

        Assert.Empty(await log.DueAsync(A.Monday9am, 10, Cancelled));
        Assert.Equal(next, await log.NextDueAsync(Cancelled));
        Assert.Equal(
            new Delivery(Message with { DueAt = next }, DeliveryStatus.Waiting, 1, "503", A.Monday9am),
            Assert.Single(await log.ReadAsync("e1", "lead", 10, Cancelled)));
    }

    [Fact]
    public async Task Declared_ReplacedOrWithdrawn_HoldsNoLonger()
    {
        var log = Open();
        var first = new DeclaredLevel(A.Lister, OpelLevel.Three, "Ward closed", "Sam, lead", A.Monday9am, A.Monday9am.AddHours(8), null);
        var second = first with { Level = OpelLevel.Four, At = A.Monday9am.AddHours(1) };
        await log.DeclareAsync(first, Cancelled);
        await log.DeclareAsync(second, Cancelled);

        var held = log.DeclaredAt(second.At)[A.Lister];
        await log.WithdrawAsync(A.Lister, "Sam, lead", A.Monday9am.AddHours(2), Cancelled);

        Assert.Equal(second, held);
        Assert.Empty(log.DeclaredAt(A.Monday9am.AddHours(2)));
        Assert.Empty(Open().DeclaredAt(A.Monday9am.AddHours(2)));
        Assert.Equal(
            [second with { Until = A.Monday9am.AddHours(2) }, first with { Until = second.At }],
            await log.DeclarationsAsync(A.Lister, A.Monday9am, A.Monday9am.AddHours(2), 10, Cancelled));
    }

    [Fact]
    public async Task AsAt_HasTheAlertsThatWereOpenThen_AsTheyStood()
    {
        var log = Open();
        await log.RecordAsync(new AlertChange(Firing, [Fired], []), Cancelled);
        var taken = Firing with { Phase = AlertPhase.Acknowledged, Since = At(10), By = "Ann Other" };
        await log.RecordAsync(new AlertChange(taken, [new(AlertEventKind.Acknowledged, At(10), "On it", By: "Ann Other")], []), Cancelled);
        var over = taken with { Phase = AlertPhase.Resolved, Since = At(20) };
        await log.RecordAsync(new AlertChange(over, [new(AlertEventKind.Resolved, At(20), "Bed occupancy 90 %")], []), Cancelled);
        await log.RecordAsync(new AlertChange(AlertState.None("occupancy-high", A.Lister), [], []), Cancelled);

        Assert.Empty((await log.AsAtAsync(At(-1), Cancelled)).Alerts);
        Assert.Equal(AlertPhase.Firing, Assert.Single((await log.AsAtAsync(At(9), Cancelled)).Alerts).Phase);
        var then = Assert.Single((await log.AsAtAsync(At(19), Cancelled)).Alerts);
        Assert.Equal((AlertPhase.Acknowledged, "Ann Other", "Bed occupancy 97 %"), (then.Phase, then.By, then.Words));
        Assert.Empty((await log.AsAtAsync(At(20), Cancelled)).Alerts);
        Assert.Empty((await log.AsAtAsync(At(500), Cancelled)).Alerts);
    }

    [Fact]
    public async Task AsAt_HasTheDeclaredLevelsThatHeldThen_WithTheEndThatTheyWereToHave()
    {
        var log = Open();
        var first = new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", At(0), At(240), OpelLevel.Three);
        var second = first with { Level = OpelLevel.Three, At = At(60), Until = At(180) };
        await log.DeclareAsync(first, Cancelled);
        await log.DeclareAsync(second, Cancelled);
        await log.WithdrawAsync(A.Lister, "Jo Smith", At(90), Cancelled);

        Assert.Empty((await log.AsAtAsync(At(-1), Cancelled)).Declared);
        Assert.Equal([first], (await log.AsAtAsync(At(59), Cancelled)).Declared.Values);
        Assert.Equal([second], (await log.AsAtAsync(At(60), Cancelled)).Declared.Values);
        Assert.Empty((await log.AsAtAsync(At(90), Cancelled)).Declared);
    }

    [Fact]
    public async Task AsAt_HasTheChangesOfLevelInTheHourBefore_AndNoPlacesFirst()
    {
        var log = Open();
        Assert.Null((await log.AsAtAsync(At(60), Cancelled)).Since);
        LevelRecord To(string place, int minute, OpelLevel? level) => new(PlaceCode.Parse(place), At(minute), level, null, "Rules 1");
        LevelRecord[] levels = [To("RWH01", 0, OpelLevel.Two), To("RWG02", 30, null), To("RWH01", 40, OpelLevel.Three), To("RWG02", 50, OpelLevel.Four), To("RWH01", 61, null)];
        foreach (var level in levels) await log.RecordAsync(level, Cancelled);

        Assert.Equal(At(0), (await log.AsAtAsync(At(60), Cancelled)).Since);
        var steps = (await log.AsAtAsync(At(60), Cancelled)).Levels;

        Assert.Equal([new LevelStep(null, levels[3]), new LevelStep(OpelLevel.Two, levels[2])], steps);
        Assert.Single((await log.AsAtAsync(At(105), Cancelled)).Levels, step => step.To == levels[3]);
    }

    [Fact]
    public async Task AsAt_AnAlertThatEscalatedSince_SaysWhatItSaidThen()
    {
        var log = Open();
        await log.RecordAsync(new AlertChange(Firing, [Fired], []), Cancelled);
        var worse = Firing with { Words = "Bed occupancy 99 %", Value = 99, StepsTaken = 2 };
        await log.RecordAsync(new AlertChange(worse, [new(AlertEventKind.Escalated, At(30), worse.Words, 1)], []), Cancelled);

        Assert.Equal("Bed occupancy 97 %", Assert.Single((await log.AsAtAsync(At(29), Cancelled)).Alerts).Words);
        Assert.Equal("Bed occupancy 99 %", Assert.Single((await log.AsAtAsync(At(30), Cancelled)).Alerts).Words);
    }

    [Fact]
    public async Task AsAt_WhereAlertsThatAreOverAreForgotten_KnowsThatItDoesNotKnow()
    {
        var log = Open();
        await log.RecordAsync(new LevelRecord(A.Lister, At(0), OpelLevel.Two, null, "Rules 1"), Cancelled);
        var before = (await log.AsAtAsync(At(60), Cancelled)).AlertsSince;
        _time.Advance(TimeSpan.FromDays(401));

        var then = await log.AsAtAsync(At(60), Cancelled);

        Assert.Equal(At(0), before);
        Assert.Equal((At(0), A.Monday9am.AddDays(1)), (then.Since, then.AlertsSince));
    }

    [Fact]
    public async Task Declarations_OfAPastStretch_AreThoseOfThen_WithTheEndThatTheyWereToHave()
    {
        var log = Open();
        var first = new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", At(0), At(240), OpelLevel.Three);
        foreach (var hour in Enumerable.Range(0, 5)) await log.DeclareAsync(first with { At = At(60 * hour), Until = At((60 * hour) + 240) }, Cancelled);

        Assert.Equal([first], await log.DeclarationsAsync(A.Lister, At(-60), At(30), 2, Cancelled));
        Assert.Equal(
            [first with { At = At(60), Until = At(300) }, first with { Until = At(60) }],
            await log.DeclarationsAsync(A.Lister, At(-60), At(90), 2, Cancelled));
    }

    [Fact]
    public async Task WaitingDigest_OfAVeryBadNight_IsWhole()
    {
        var log = Open();
        var message = new OutboxMessage("", null, "ann", Channel.Email, "ann@example.org", Severity.Warning, "", "", A.Monday9am) { IsDigested = true };
        await log.AddAsync([.. Enumerable.Range(1, 1_500).Select(i => message with { Id = $"{i}" })], Cancelled);

        Assert.Equal(1_500, (await log.WaitingDigestAsync(A.Monday9am, Cancelled)).Length);
    }

    [Fact]
    public async Task Plan_EndedEarly_HoldsNoLonger_AndSaysByWhom()
    {
        var planned = new PlannedEvent(A.Lister, null, A.Monday9am, A.Monday9am.AddHours(4), "Ward move", "Sam, lead");
        var other = planned with { Rule = "occupancy-high" };
        var log = Open();
        await log.PlanAsync(planned, Cancelled);
        await log.PlanAsync(other, Cancelled);

        await log.EndPlanAsync(planned, "Ann, manager", A.Monday9am.AddHours(1), Cancelled);

        Assert.Equal([other], log.PlannedFrom(A.Monday9am.AddHours(1)));
        var again = Open();
        Assert.Equal([other], again.PlannedFrom(A.Monday9am.AddHours(1)));
        Assert.Contains("Ward move (ended early by Ann, manager)", again.PlannedFrom(A.Monday9am.AddMinutes(30)).Select(plan => plan.Reason));
    }

    [Fact]
    public async Task LevelsAndPlans_ThenOpenedAgain_AreThere()
    {
        var level = new LevelRecord(A.Lister, A.Monday9am, OpelLevel.Two, 20, "OPEL 2024");
        var planned = new PlannedEvent(A.Lister, null, A.Monday9am, A.Monday9am.AddHours(1), "Ward move", "Sam, lead");
        await Open().RecordAsync(level, Cancelled);
        await Open().PlanAsync(planned, Cancelled);

        var log = Open();

        Assert.Equal(level, (await log.OpenAsync(A.Lister, Cancelled)).Level);
        Assert.Equal([level], await log.LevelsAsync(A.Lister, A.Monday9am, A.Monday9am.AddDays(1), Cancelled));
        Assert.Equal([planned], log.PlannedFrom(A.Monday9am));
        Assert.Empty(log.PlannedFrom(planned.To));
    }

    [Fact]
    public async Task Open_APlaceThatWokeElsewhere_HasWhatTheOtherProcessRecorded()
    {
        var (one, other) = (Open(), Open());
        await one.RecordAsync(new AlertChange(Firing, [Fired], []), Cancelled);

        Assert.Equal([Firing], (await other.OpenAsync(A.Lister, Cancelled)).Alerts);
    }

    [Fact]
    public async Task Record_FromAStateThatStandsNoLonger_IsRefusedAndTellsNobodyTwice()
    {
        var (one, other) = (Open(), Open());
        var clear = AlertState.None(Firing.Rule, A.Lister);
        await one.RecordAsync(new AlertChange(Firing, [Fired], [Message]) { Before = clear }, Cancelled);

        var again = Firing with { Episode = "e2" };
        await Assert.ThrowsAsync<EventLogException>(() => other.RecordAsync(
            new AlertChange(again, [Fired], [Message with { Id = "e2/0/lead/Email", Episode = "e2" }]) { Before = clear }, Cancelled));

        Assert.Equal([Message], await Open().DueAsync(A.Monday9am, 10, Cancelled));
        await other.RecordAsync(
            new AlertChange(Firing with { StepsTaken = 1 }, [], []) { Before = Assert.Single((await other.OpenAsync(A.Lister, Cancelled)).Alerts) }, Cancelled);
        Assert.Equal(1, Assert.Single(Open().Current).StepsTaken);
    }

    protected EventLog Open() => new(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);

    private static DateTimeOffset At(int minute) => A.Monday9am.AddMinutes(minute);
}
