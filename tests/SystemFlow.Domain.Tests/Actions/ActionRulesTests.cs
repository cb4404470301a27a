using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Actions;

public sealed class ActionRulesTests
{
    private const string Ann = "Ann Other, site lead";
    private static readonly DateTimeOffset Now = A.Monday9am.AddMinutes(10);

    [Fact]
    public void Give_IsOpen_WithItsFirstLine()
    {
        var action = Given();

        Assert.Equal((7, ActionStatus.Open, 1, 1), (action.Number, action.Status, action.Version, action.Round));
        Assert.Equal(new ActionLine(A.Monday9am, "Chair", ActionLineKind.Given, "To Lister."), Assert.Single(action.Lines));
        Assert.False(action.IsOverdue(action.Due));
        Assert.True(action.IsOverdue(action.Due.AddSeconds(1)));
    }

    [Fact]
    public void Apply_AcceptedUpdatedAndDone_KeepsEachWithWhoAndWhen()
    {
        var accepted = Do(Given(), ActionLineKind.Accepted);
        var updated = Do(accepted, ActionLineKind.Updated, "Two of six are open.");
        var done = Do(updated, ActionLineKind.Done, "Six beds are open.");

        Assert.Equal((ActionStatus.Accepted, ActionStatus.Accepted, ActionStatus.Done), (accepted.Status, updated.Status, done.Status));
        Assert.Equal("Six beds are open.", done.Outcome);
        Assert.Equal([ActionLineKind.Given, ActionLineKind.Accepted, ActionLineKind.Updated, ActionLineKind.Done], done.Lines.Select(line => line.Kind));
        Assert.Equal((Now, 4), (done.MovedAt, done.Version));
        Assert.False(done.IsOverdue(done.Due.AddDays(1)));
    }

    [Theory]
    [InlineData(ActionLineKind.Done, "Say what came of it.")]
    [InlineData(ActionLineKind.Declined, "Say why it is declined.")]
    [InlineData(ActionLineKind.Withdrawn, "Say why it is withdrawn.")]
    [InlineData(ActionLineKind.Updated, "Say what has moved.")]
    [InlineData(ActionLineKind.Rescheduled, "Say why it is due at another time.")]
    public void Apply_WithoutWords_IsRefused(ActionLineKind kind, string refusal) =>
        Assert.Equal((null, refusal), ActionRules.Apply(Given(), new ActionCommand(1, Ann, kind, "  ") { Due = Now.AddHours(3) }, Now));

    [Fact]
    public void Apply_AVersionThatIsOver_IsRefused_WithWhatTheOtherDid()
    {
        var declined = Do(Given(), ActionLineKind.Declined, "No staff for them.");

        var (after, refusal) = ActionRules.Apply(declined, new ActionCommand(1, "Bob", ActionLineKind.Accepted), Now.AddMinutes(1));

        Assert.Null(after);
        Assert.Equal(
            "Ann Other, site lead changed it before you, 9:10am on 5 January (declined: \"No staff for them.\"). Nothing of yours was kept. Look at it, and then decide.",
            refusal);
    }

    [Fact]
    public void Apply_ToWhatAReminderTouched_IsDone()
    {
        var reminded = Given() with { Lines = Given().Lines.Add(new(Now, null, ActionLineKind.Chased, "Ann is reminded.")) };

        Assert.Equal(ActionStatus.Accepted, Do(reminded, ActionLineKind.Accepted).Status);
    }

    [Fact]
    public void Apply_AnotherDue_BeginsARoundAnew_AndSaysBoth()
    {
        var later = Do(Given() with { StepsTaken = 2 }, ActionLineKind.Rescheduled, "The ward is being cleaned.", Now.AddHours(3));

        Assert.Equal((Now.AddHours(3), 2, Now, 0), (later.Due, later.Round, later.RoundSince, later.StepsTaken));
        Assert.Equal("Due 12:10pm on 5 January instead of 11:00am on 5 January. The ward is being cleaned.", later.Lines[^1].Words);
    }

    [Theory]
    [InlineData(0, "An action is due at a moment within the next 14 days.")]
    [InlineData(-60, "An action is due at a moment within the next 14 days.")]
    [InlineData(14 * 24 * 60 + 1, "An action is due at a moment within the next 14 days.")]
    [InlineData(110, "It is due then already.")]
    public void Apply_ADueThatCannotBe_IsRefused(int minutes, string refusal) =>
        Assert.Equal(
            (null, refusal),
            ActionRules.Apply(Given(), new ActionCommand(1, Ann, ActionLineKind.Rescheduled, "Why") { Due = Now.AddMinutes(minutes) }, Now));

    [Fact]
    public void Apply_PassedOn_IsTheOthers_AndNotAcceptedYet()
    {
        var accepted = Do(Given(), ActionLineKind.Accepted);
        var watford = PlaceCode.Parse("RWG02");

        var (after, _) = ActionRules.Apply(
            accepted,
            new ActionCommand(2, Ann, ActionLineKind.Reassigned) { Owner = watford, OwnerRole = "site-lead-watford", OwnerName = "Watford (Site lead)" }, Now);

        Assert.Equal((watford, "site-lead-watford", ActionStatus.Open, 2), (after!.Owner, after.OwnerRole, after.Status, after.Round));
        Assert.Equal("To Watford (Site lead).", after.Lines[^1].Words);
    }

    [Fact]
    public void Apply_ToWhatIsClosed_IsRefused_UntilItIsReopened()
    {
        var done = Do(Given(), ActionLineKind.Done, "Six beds are open.");

        var (_, refusal) = ActionRules.Apply(done, new ActionCommand(2, Ann, ActionLineKind.Accepted), Now);
        var open = Do(done, ActionLineKind.Reopened, "Two have closed again.", Now.AddHours(1));

        Assert.Equal("Ann Other, site lead has closed it, 9:10am on 5 January. Reopen it first.", refusal);
        Assert.Equal((ActionStatus.Open, "", Now.AddHours(1), 2), (open.Status, open.Outcome, open.Due, open.Round));
    }

    private static JointAction Given() => ActionRules.Give(
        7, new ActionOrder("Open 6 escalation beds", A.Lister, "site-lead-lister", A.Monday9am.AddHours(2)), "Chair", "To Lister.", A.Monday9am);

    private static JointAction Do(JointAction before, ActionLineKind kind, string words = "", DateTimeOffset? due = null)
    {
        var (after, refusal) = ActionRules.Apply(before, new ActionCommand(before.Version, Ann, kind, words) { Due = due }, Now);
        Assert.Null(refusal);
        return after!;
    }
}
