using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Tests.Alerts;

public sealed class AlertCommandTests
{
    private const string Firing = "09:00 97; 09:15 97";
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 20, 0, TimeSpan.Zero);

    [Fact]
    public void Acknowledge_StopsTheLadder_AndSaysWhoHasIt()
    {
        var state = Course.Of($"{Firing}; 09:20 acknowledge").State;

        Assert.Equal((AlertPhase.Acknowledged, "Sam, site lead", null), (state.Phase, state.By, state.NextStepAt));
    }

    [Theory]
    [InlineData("somebody has it", $"{Firing}; 09:18 acknowledge", AlertCommandKind.Acknowledge, "Ann, manager", "", null, "Sam, site lead has it already, since 09:18.")]
    [InlineData("it is over", $"{Firing}; 09:16 90; 09:46 90", AlertCommandKind.Acknowledge, "Ann, manager", "", null, "This alert is over; there is nothing to do.")]
    [InlineData("nobody was told yet", "09:00 97", AlertCommandKind.Acknowledge, "Ann, manager", "", null, "This alert is over; there is nothing to do.")]
    [InlineData("nobody says who", Firing, AlertCommandKind.Acknowledge, " ", "", null, "Say who you are.")]
    [InlineData("no reason", Firing, AlertCommandKind.Snooze, "Ann, manager", " ", 60, "Give a reason for putting it off.")]
    [InlineData("until when?", Firing, AlertCommandKind.Snooze, "Ann, manager", "bed meeting", null, "An alert can be put off until a moment within the next 12 hours.")]
    [InlineData("until a moment that is past", Firing, AlertCommandKind.Snooze, "Ann, manager", "bed meeting", -1, "An alert can be put off until a moment within the next 12 hours.")]
    [InlineData("for longer than a shift", Firing, AlertCommandKind.Snooze, "Ann, manager", "bed meeting", 721, "An alert can be put off until a moment within the next 12 hours.")]
    public void Command_IsRefusedWithAReason(
        string story, string course, AlertCommandKind kind, string by, string note, int? minutes, string refusal)
    {
        var state = Course.Of(course).State;
        var command = new AlertCommand(state.Rule, state.Episode, kind, by, note, Now.AddMinutes(minutes ?? 0));

        var (done, said) = AlertSteps.Apply(state, minutes is null ? command with { Until = null } : command, Now);

        Assert.Null(done);
        Assert.Equal((story, refusal), (story, said));
    }

    [Fact]
    public void Command_ForAnEpisodeThatIsOver_DoesNotTouchTheNext()
    {
        var first = Course.Of(Firing).State;
        var next = Course.Of($"{Firing}; 09:16 90; 09:46 90; 10:46 98; 11:01 98").State;

        var (done, refusal) = AlertSteps.Apply(next, new AlertCommand(next.Rule, first.Episode, AlertCommandKind.Acknowledge, "Sam"), Now);

        Assert.Null(done);
        Assert.Equal("This alert is over; there is nothing to do.", refusal);
    }

    [Theory]
    [InlineData("the hold", "09:00 97", "09:15")]
    [InlineData("the next rung", Firing, "09:25")]
    [InlineData("no rung while it is taken on", $"{Firing}; 09:16 acknowledge", null)]
    [InlineData("the end of the clearing", $"{Firing}; 09:16 acknowledge; 09:20 90", "09:50")]
    [InlineData("the end of putting off", $"{Firing}; 09:16 put off to 10:00", "10:00")]
    [InlineData("the clearing, if it comes before that", $"{Firing}; 09:16 put off to 10:00; 09:20 90", "09:50")]
    [InlineData("the end of the cool-down", $"{Firing}; 09:16 90; 09:46 90", "10:46")]
    [InlineData("the clearing, and no rung before it", $"{Firing}; 09:20 90", "09:50")]
    [InlineData("in silence a rung", $"{Firing}; 09:20 silent", "09:25")]
    [InlineData("but none where it was clear before", $"{Firing}; 09:16 90; 09:20 silent", null)]
    [InlineData("the end of a pending one that only just does not raise", "09:00 97; 09:05 94", "09:20")]
    [InlineData("no hold in silence", "09:00 97; 09:05 silent", null)]
    [InlineData("nothing when clear", "09:00 90", null)]
    public void NextDueAt_IsWhenAnAlertMustBeLookedAtAgain(string story, string course, string? due)
    {
        var next = AlertSteps.NextDueAt(Course.High, Course.Of(course).State);

        Assert.Equal((story, due), (story, next is { } at ? $"{at:HH:mm}" : null));
    }
}
