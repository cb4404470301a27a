using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Actions;

public sealed class ChaseRulesTests
{
    private static readonly Rota Shipped = Rota.Standard;

    [Fact]
    public void Step_OverItsWholeLife_TellsTheOwnerThreeTimes_AndThenTheLadder()
    {
        var told = Course(Given(minutes: 120), Shipped, minutes: 300);

        Assert.Equal(
            [
                "0 Given site-lister-day", "90 Reminder site-lister-day", "120 Due site-lister-day",
                "150 Overdue manager-enht-weekday", "180 Overdue director-enht-weekday",
            ],
            told);
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(59, 29.5)]
    [InlineData(20, 10)]
    [InlineData(240, 210)]
    public void NextDueAt_OfTheReminder_IsHalfAnHourBefore_OrHalfTime(int due, double reminder)
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);

        var (told, _) = rules.Step(Given(due), A.Monday9am);

        Assert.Equal(A.Monday9am.AddMinutes(reminder), rules.NextDueAt(told));
    }

    [Fact]
    public void Step_AfterItIsClosed_TellsNobody()
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);
        var done = Given(minutes: 60) with { Status = ActionStatus.Done };

        Assert.Null(rules.NextDueAt(done));
        Assert.Empty(rules.Step(done, A.Monday9am.AddDays(1)).Chases);
    }

    [Fact]
    public void Step_AfterItsDueChanged_BeginsAnew()
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);
        var (overdue, _) = rules.Step(Given(minutes: 60), A.Monday9am.AddMinutes(95));
        var (later, _) = ActionRules.Apply(
            overdue, new ActionCommand(1, "Ann", ActionLineKind.Rescheduled, "Cleaning") { Due = A.Monday9am.AddMinutes(240) }, A.Monday9am.AddMinutes(95));

        Assert.Equal(["95 Given site-lister-day", "210 Reminder site-lister-day", "240 Due site-lister-day"], Course(later!, Shipped, minutes: 260, from: 95));
    }

    [Fact]
    public void Step_AfterALongBreak_SaysThatItIsDue_AndNotThatItWillBe()
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);
        var (told, _) = rules.Step(Given(minutes: 120), A.Monday9am);

        var (after, chases) = rules.Step(told, A.Monday9am.AddMinutes(155));

        Assert.Equal([ChaseKind.Due, ChaseKind.Overdue], chases.Select(chase => chase.Kind));
        Assert.Equal(A.Monday9am.AddMinutes(185), rules.NextDueAt(after));
    }

    [Fact]
    public void Step_ARungWithNobodyOnDuty_IsPassedOver_AndThatIsSaid_AndNobodyIsFetchedTwice()
    {
        var rota = Without(Shipped, "on-call-manager-enht");
        var rules = new ChaseRules(rota, Footprint.HertfordshireWestEssex);
        var (told, _) = rules.Step(Given(minutes: 60), A.Monday9am.AddMinutes(60));

        var (after, chases) = rules.Step(told, A.Monday9am.AddMinutes(90));

        var chase = Assert.Single(chases);
        Assert.Equal((ChaseKind.Overdue, 2, "director-enht-weekday"), (chase.Kind, chase.Rung, chase.Lead!.Code));
        Assert.Equal(
            ["Nobody is on duty as On-call manager, East and North Herts Trust.", "East and North Herts Trust on-call director, weekdays (On-call director, East and North Herts Trust) is told that it is overdue."],
            after.Lines.TakeLast(2).Select(line => line.Words));
        Assert.Null(rules.NextDueAt(after));
    }

    [Fact]
    public void Step_WithNobodyOnTheWholeLadder_SaysThatNobodyWasTold()
    {
        var rota = Without(Shipped, "site-lead-lister", "on-call-manager-enht", "on-call-director-enht");

        var (after, chases) = new ChaseRules(rota, Footprint.HertfordshireWestEssex).Step(Given(minutes: 60), A.Monday9am);

        Assert.Null(Assert.Single(chases).Lead);
        Assert.Equal("Nobody was told: nobody is on duty for it.", after.Lines[^1].Words);
    }

    [Fact]
    public void Step_AfterANightDown_FetchesOneRung_AndTheNextHalfAnHourLater()
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);
        var (told, _) = rules.Step(Given(minutes: 120), A.Monday9am);

        Assert.Equal(
            ["400 Due site-lister-day", "400 Overdue manager-enht-weekday", "430 Overdue director-enht-weekday"], Course(told, Shipped, minutes: 460, from: 400));
    }

    [Fact]
    public void Step_PassedOnLongAfterItWasDue_LeavesTheNewOwnerHalfAnHour_BeforeTheirLadder()
    {
        var rules = new ChaseRules(Shipped, Footprint.HertfordshireWestEssex);
        var (told, _) = rules.Step(Given(minutes: 60), A.Monday9am);
        var (passed, _) = ActionRules.Apply(
            told, new ActionCommand(1, "Ann", ActionLineKind.Reassigned) { Owner = PlaceCode.Parse("RWG02"), OwnerRole = "site-lead-watford" }, A.Monday9am.AddMinutes(300));

        Assert.Equal(
            ["300 Given site-watford-day", "330 Overdue manager-whht-weekday", "360 Overdue director-whht-weekday"],
            Course(passed!, Shipped, minutes: 420, from: 300));
    }

    [Fact]
    public void Step_ARungIsPassedOver_TheNextIsFetchedHalfAnHourAfterTheLast()
    {
        var told = Course(
            Given(minutes: 60) with { OwnerRole = "community-bed-bureau" }, Without(Shipped, "site-lead-lister"), minutes: 200);

        Assert.Equal(["90 Overdue manager-enht-weekday", "120 Overdue director-enht-weekday"], told.Skip(3));
    }

    [Fact]
    public void Step_WhereARungStoodInForTheOwner_TheLadderGoesOnAboveIt()
    {
        var told = Course(Given(minutes: 60), Without(Shipped, "site-lead-lister"), minutes: 200);

        Assert.Equal(["60 Due manager-enht-weekday", "90 Overdue director-enht-weekday"], told.Skip(2));
    }

    [Fact]
    public void Step_WithNobodyOnDuty_IsTriedAgainEachHalfHour_SaidOnce_UntilSomebodyIs()
    {
        var empty = new ChaseRules(Without(Shipped, "on-call-manager-enht", "on-call-director-enht"), Footprint.HertfordshireWestEssex);
        var (action, _) = empty.Step(Given(minutes: 60), A.Monday9am);
        for (var minute = 1; minute < 200; minute++) (action, _) = empty.Step(action, A.Monday9am.AddMinutes(minute));

        Assert.Single(action.Lines, line => line.Words.StartsWith("Nobody was told", StringComparison.Ordinal));
        Assert.Equal(A.Monday9am.AddMinutes(210), empty.NextDueAt(action));
        Assert.Equal(["210 Overdue manager-enht-weekday", "240 Overdue director-enht-weekday"], Course(action, Shipped, minutes: 300, from: 200));
    }

    [Fact]
    public void Step_GivenWhileNobodyIsOnDuty_TellsTheOwnerAsSoonAsThereIsOne()
    {
        var empty = new ChaseRules(Without(Shipped, "site-lead-lister", "on-call-manager-enht", "on-call-director-enht"), Footprint.HertfordshireWestEssex);
        var (unheard, _) = empty.Step(Given(minutes: 120), A.Monday9am);

        Assert.Equal(
            ["30 Given site-lister-day", "90 Reminder site-lister-day", "120 Due site-lister-day", "150 Overdue manager-enht-weekday"],
            Course(unheard, Shipped, minutes: 160, from: 1));
    }

    [Fact]
    public void Step_ByARoleThatIsOnNoRung_ClimbsTheWholeLadder()
    {
        var told = Course(Given(minutes: 60) with { OwnerRole = "community-bed-bureau" }, Shipped, minutes: 200);

        Assert.Equal(
            ["90 Overdue site-lister-day", "120 Overdue manager-enht-weekday", "150 Overdue director-enht-weekday"], told.Skip(3));
    }

    private static JointAction Given(int minutes) => ActionRules.Give(
        7, new ActionOrder("Open 6 escalation beds", A.Lister, "site-lead-lister", A.Monday9am.AddMinutes(minutes)), "Chair", "To Lister.", A.Monday9am);

    private static Rota Without(Rota rota, params string[] roles) =>
        rota with { Roles = [.. rota.Roles.Select(role => roles.Contains(role.Code) ? role with { Duties = [] } : role)] };

    // Minute by minute, as a service that is always awake would take them.
    private static List<string> Course(JointAction action, Rota rota, int minutes, int from = 0)
    {
        var rules = new ChaseRules(rota, Footprint.HertfordshireWestEssex);
        var told = new List<string>();
        for (var minute = from; minute <= minutes; minute++)
        {
            (action, var chases) = rules.Step(action, A.Monday9am.AddMinutes(minute));
            told.AddRange(chases.Select(chase => $"{minute} {chase.Kind} {chase.Lead?.Code}"));
        }

        return told;
    }
}
