using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using static SystemFlow.Grains.Tests.Alerts.WatchedPlaces;

namespace SystemFlow.Grains.Tests.Alerts;

public sealed class AlertRecordTests
{
    [Fact]
    public async Task Restart_GoesOnWithTheSameEpisodeAndTellsNobodyTwice()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.LiveAsync(6);
        var before = places.Find(Crowded)!;

        await places.RestartAsync();
        await places.LiveAsync(10);

        Assert.Equal(before, places.Find(Crowded));
        Assert.Equal(["crowded day"], await places.ToldAsync());
        await places.LiveAsync(4);
        Assert.Equal(["crowded day", "crowded manager"], await places.ToldAsync());
    }

    [Fact]
    public async Task Record_ThatTakesNoMessages_IsTriedAgain_AndNothingIsLostOrDoubled()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.BreakAsync("outbox");
        await places.LiveAsync(7);
        var broken = places.Find(Crowded)!;

        await places.MendAsync();
        await places.LiveAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(AlertPhase.Pending, broken.Phase);
        Assert.Equal((AlertPhase.Firing, broken.Episode), (places.Find(Crowded)!.Phase, places.Find(Crowded)!.Episode));
        Assert.Equal(["crowded day"], await places.ToldAsync());
        Assert.Equal([AlertEventKind.Began, AlertEventKind.Fired], await places.HistoryAsync(broken.Episode));
    }

    [Fact]
    public async Task Record_ThatFailsAfterItKept_IsNotDoneTwice()
    {
        await using var places = await StartAsync(Crowded with { Hold = TimeSpan.Zero });
        places.Events.Changed += _ => throw new InvalidOperationException("Whoever follows the log has failed.");
        await places.HearAsync(110);
        var first = places.Find(Crowded)!;

        await places.HearAsync(111);
        await places.LiveAsync(1);

        Assert.Equal(first, places.Find(Crowded));
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Command_ThatCannotBeRecorded_IsRefused_AndWorksLater()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.LiveAsync(6);
        await places.BreakAsync("alert_events");

        var refused = await places.AcknowledgeAsync();
        await places.MendAsync();
        var done = await places.AcknowledgeAsync();

        Assert.Equal("It could not be recorded; try again.", refused.Refusal);
        Assert.Equal(AlertPhase.Firing, refused.State!.Phase);
        Assert.Equal((null, AlertPhase.Acknowledged), (done.Refusal, places.Find(Crowded)!.Phase));
    }

    [Fact]
    public async Task Record_ThatIsHeldByAnother_DelaysNoScreen()
    {
        await using var places = await StartAsync(Crowded);
        var held = await places.HoldAsync();

        await places.Lister.AcceptAsync([A.Reading with { Metric = InDepartment, Value = 110 }]);
        var asked = places.Lister.CommandAsync(new AlertCommand("crowded", "none", AlertCommandKind.Acknowledge, "Sam"));
        await places.Lister.AcceptAsync([A.Reading with { Metric = InDepartment, Value = 120, PeriodEnd = A.Monday9am.AddSeconds(1) }]);
        var shown = (await places.Lister.GetAsync())[InDepartment]?.Current;
        var (recorded, isAnswered) = (places.Find(Crowded), asked.IsCompleted);
        await held.DisposeAsync();

        Assert.Equal(120, shown);
        Assert.Equal((null, false), (recorded, isAnswered)); // The command waits for the look, and the look for the log.
        await asked;
        Assert.Equal(AlertPhase.Pending, places.Find(Crowded)!.Phase);
    }

    [Fact]
    public async Task ChangeRule_RightAfterAStart_ComparesWithTheStoredPast()
    {
        var worse = Crowded with { Hold = TimeSpan.Zero, All = [new Condition(ConditionKind.Change, InDepartment, Raise: 40, Clear: 10) { Over = TimeSpan.FromHours(6) }] };
        var past = Enumerable.Range(1, 7).Select(hour => Sent(InDepartment, 60, A.Monday9am.AddHours(-hour)));
        await using var places = await StartAsync(real => real, worse, [.. past]);

        await places.HearAsync(101);

        Assert.Equal("In A&E now 101 patients, 41 patients worse within 6 h", places.Find(worse)!.Words);
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task ChangeRule_OfAPercentageOverMembers_ComparesWithTheStoredPast()
    {
        var (attendances, within) = (MetricCode.Parse("ed.attendances"), MetricCode.Parse("ed.within-4h"));
        var yesterday = A.Monday9am.AddDays(-1);
        var fall = Crowded with
        {
            Kinds = [PlaceKind.Trust],
            Hold = TimeSpan.Zero,
            All = [new Condition(ConditionKind.Change, MetricCode.Parse("ed.four-hour-performance"), Raise: 10, Clear: 5) { Over = TimeSpan.FromDays(1) }],
        };
        await using var places = await StartAsync(
            real => real, fall, Sent(attendances, 100, yesterday), Sent(within, 90, yesterday));
        places.Watch("RWH01", "RWH");

        await places.HearAsync(Sent(attendances, 100, A.Monday9am), Sent(within, 70, A.Monday9am));
        await places.LiveAsync(1);

        Assert.Equal("4-hour performance 70%, 20% worse within 24 h", places.Find(fall, "RWH")!.Words);
        Assert.Equal(["crowded system"], await places.ToldAsync());
    }

    private static Reading Sent(MetricCode metric, double value, DateTimeOffset at) =>
        A.Reading with { Metric = metric, Value = value, PeriodEnd = at, SubmittedAt = at, Cadence = TimeSpan.FromHours(1) };
}
