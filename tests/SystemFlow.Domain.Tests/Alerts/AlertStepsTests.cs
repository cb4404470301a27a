using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Tests.Alerts;

/// <summary>Every way that an alert can go. Raises at 95 %, clears below 93 %; the lead is told first, after 10 minutes the manager, after 20 the director.</summary>
public sealed class AlertStepsTests
{
    [Theory]
    [InlineData("full for a quarter of an hour: the lead is told", "09:00 97; 09:15 97", "09:00 began; 09:15 fired 0", AlertPhase.Firing)]
    [InlineData("full for a moment only: nobody is told", "09:00 97; 09:10 92", "09:00 began; 09:10 passed", AlertPhase.Clear)]
    [InlineData("not yet long enough", "09:00 97; 09:14 97", "09:00 began", AlertPhase.Pending)]
    [InlineData("exactly at the threshold counts", "09:00 95; 09:15 95", "09:00 began; 09:15 fired 0", AlertPhase.Firing)]
    [InlineData("just below it does not", "09:00 94.9; 09:30 94.9", "", AlertPhase.Clear)]
    [InlineData("a dip between the thresholds does not break the hold", "09:00 97; 09:10 94; 09:20 97", "09:00 began; 09:20 fired 0", AlertPhase.Firing)]
    [InlineData("but between the thresholds nobody is told", "09:00 97; 09:05 94; 09:19 94", "09:00 began", AlertPhase.Pending)]
    [InlineData("a dip as long as the hold does break it", "09:00 97; 09:10 94; 09:25 94; 09:26 97", "09:00 began; 09:25 passed; 09:26 began", AlertPhase.Pending)]
    [InlineData("better by a little is not over", "09:00 97; 09:15 97; 09:20 94; 12:00 94", "09:00 began; 09:15 fired 0; 12:00 escalated 2", AlertPhase.Firing)]
    public void WhenBedsFill(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("clear for half an hour: over", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:30 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged; 10:30 resolved", AlertPhase.Resolved)]
    [InlineData("clear for less: not over", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:29 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("clear, full again, clear again: counted anew", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:20 96; 10:30 90; 10:59 90; 11:00 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged; 11:00 resolved", AlertPhase.Resolved)]
    [InlineData("a rise between the thresholds breaks the clearing too", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:20 94; 10:31 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("nobody answered, yet it is over", "09:00 97; 09:15 97; 09:16 90; 09:46 90", "09:00 began; 09:15 fired 0; 09:46 resolved", AlertPhase.Resolved)]
    [InlineData("within the hour after: nobody is told again", "09:00 97; 09:15 97; 09:16 90; 09:46 90; 10:00 98; 10:40 98", "09:00 began; 09:15 fired 0; 09:46 resolved", AlertPhase.Resolved)]
    [InlineData("after the hour: told again, once it has held", "09:00 97; 09:15 97; 09:16 90; 09:46 90; 10:46 98; 11:01 98", "09:00 began; 09:15 fired 0; 09:46 resolved; 10:46 began; 11:01 fired 0", AlertPhase.Firing)]
    [InlineData("flapping all morning: told once", "09:00 97; 09:15 97; 09:20 acknowledge; 09:30 92; 09:40 96; 09:50 92; 10:00 96; 10:10 92; 10:20 96; 10:30 92; 10:40 96", "09:00 began; 09:15 fired 0; 09:20 acknowledged", AlertPhase.Acknowledged)]
    public void WhenBedsEmpty(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("silence raises nothing", "09:00 silent; 12:00 silent", "", AlertPhase.Clear)]
    [InlineData("silence clears nothing", "09:00 97; 09:15 97; 09:16 acknowledge; 09:30 silent; 15:00 silent", "09:00 began; 09:15 fired 0; 09:16 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("silence does not count towards the hold", "09:00 97; 09:10 silent; 10:10 97; 10:14 97", "09:00 began", AlertPhase.Pending)]
    [InlineData("what was known before it and after it does", "09:00 97; 09:10 silent; 10:10 97; 10:15 97", "09:00 began; 10:15 fired 0", AlertPhase.Firing)]
    [InlineData("silence does not count towards the clearing", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:10 silent; 11:10 90; 11:29 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("and the clearing ends when it is known for long enough", "09:00 97; 09:15 97; 09:16 acknowledge; 10:00 90; 10:10 silent; 11:10 90; 11:30 90", "09:00 began; 09:15 fired 0; 09:16 acknowledged; 11:30 resolved", AlertPhase.Resolved)]
    [InlineData("an unanswered alert climbs although the feed is silent", "09:00 97; 09:15 97; 09:20 silent; 09:25 silent", "09:00 began; 09:15 fired 0; 09:25 escalated 1", AlertPhase.Firing)]
    [InlineData("the cool-down goes on in silence", "09:00 97; 09:15 97; 09:16 90; 09:46 90; 10:46 silent", "09:00 began; 09:15 fired 0; 09:46 resolved", AlertPhase.Clear)]
    public void WhenAFeedIsSilent(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("the lead does not answer: the manager, then the director", "09:00 97; 09:15 97; 09:25 97; 09:35 97; 10:00 97", "09:00 began; 09:15 fired 0; 09:25 escalated 1; 09:35 escalated 2", AlertPhase.Firing)]
    [InlineData("the lead answers: nobody else is told", "09:00 97; 09:15 97; 09:20 acknowledge; 09:25 97; 09:35 97", "09:00 began; 09:15 fired 0; 09:20 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("the manager answers: the director is not told", "09:00 97; 09:15 97; 09:25 97; 09:30 acknowledge; 09:35 97", "09:00 began; 09:15 fired 0; 09:25 escalated 1; 09:30 acknowledged", AlertPhase.Acknowledged)]
    [InlineData("stopped over both steps: one message, to the director", "09:00 97; 09:15 97; 11:00 97; 11:01 97", "09:00 began; 09:15 fired 0; 11:00 escalated 2", AlertPhase.Firing)]
    [InlineData("on the way to being over nobody else is woken", "09:00 97; 09:15 97; 09:20 90; 09:26 90", "09:00 began; 09:15 fired 0", AlertPhase.Firing)]
    public void WhenNobodyAnswers(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("put off: quiet until then", "09:00 97; 09:15 97; 09:20 put off to 11:00; 10:59 97", "09:00 began; 09:15 fired 0; 09:20 snoozed", AlertPhase.Snoozed)]
    [InlineData("still full then: told again, from the first", "09:00 97; 09:15 97; 09:20 put off to 11:00; 11:00 97; 11:10 97", "09:00 began; 09:15 fired 0; 09:20 snoozed; 11:00 woke 0; 11:10 escalated 1", AlertPhase.Firing)]
    [InlineData("over before then: over, and nobody is told", "09:00 97; 09:15 97; 09:20 put off to 11:00; 10:00 90; 10:30 90; 11:00 90", "09:00 began; 09:15 fired 0; 09:20 snoozed; 10:30 resolved", AlertPhase.Resolved)]
    [InlineData("taken on, then put off", "09:00 97; 09:15 97; 09:20 acknowledge; 09:30 put off to 10:00; 10:00 97", "09:00 began; 09:15 fired 0; 09:20 acknowledged; 09:30 snoozed; 10:00 woke 0", AlertPhase.Firing)]
    [InlineData("silent when the time is up: told again all the same", "09:00 97; 09:15 97; 09:20 put off to 10:00; 09:50 silent; 10:00 silent", "09:00 began; 09:15 fired 0; 09:20 snoozed; 10:00 woke 0", AlertPhase.Firing)]
    [InlineData("unless it was clear before it fell silent", "09:00 97; 09:15 97; 09:20 put off to 10:00; 09:45 90; 09:50 silent; 10:00 silent", "09:00 began; 09:15 fired 0; 09:20 snoozed", AlertPhase.Snoozed)]
    public void WhenItIsPutOff(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("expected, so nobody is told", "09:00 97 planned; 09:15 97 planned; 12:00 97 planned", "09:00 planned", AlertPhase.Planned)]
    [InlineData("still full when the event is over: told after its hold", "09:00 97 planned; 12:00 97; 12:15 97", "09:00 planned; 12:00 began; 12:15 fired 0", AlertPhase.Firing)]
    [InlineData("empty when the event is over", "09:00 97 planned; 12:00 90", "09:00 planned", AlertPhase.Clear)]
    [InlineData("said afterwards that it was expected: the ladder stops", "09:00 97; 09:15 97; 09:20 97 planned; 09:30 97 planned", "09:00 began; 09:15 fired 0; 09:20 planned", AlertPhase.Planned)]
    [InlineData("likewise while the feed is silent", "09:00 97; 09:15 97; 09:20 silent planned; 09:30 silent planned", "09:00 began; 09:15 fired 0; 09:20 planned", AlertPhase.Planned)]
    [InlineData("taken on already: stays with whoever has it", "09:00 97; 09:15 97; 09:16 acknowledge; 09:20 97 planned", "09:00 began; 09:15 fired 0; 09:16 acknowledged", AlertPhase.Acknowledged)]
    public void WhenItIsExpected(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("another alert says more: nobody is told, and it is written once", "09:00 97; 09:15 97 inhibited; 09:30 97 inhibited", "09:00 began; 09:15 inhibited", AlertPhase.Pending)]
    [InlineData("that one is over, this still holds: told", "09:00 97; 09:15 97 inhibited; 10:00 97", "09:00 began; 09:15 inhibited; 10:00 fired 0", AlertPhase.Firing)]
    [InlineData("put off, and another says more when the time is up", "09:00 97; 09:15 97; 09:20 put off to 10:00; 10:00 97 inhibited; 10:30 97", "09:00 began; 09:15 fired 0; 09:20 snoozed; 10:00 inhibited; 10:30 woke 0", AlertPhase.Firing)]
    [InlineData("told before the other came: it climbs no further meanwhile", "09:00 97; 09:15 97; 09:25 97 inhibited; 09:35 97 inhibited", "09:00 began; 09:15 fired 0; 09:25 inhibited", AlertPhase.Firing)]
    public void WhenAnotherSaysMore(string story, string course, string told, AlertPhase phase) => Holds(story, course, told, phase);

    [Theory]
    [InlineData("the clocks go back at 01:00 UTC: a quarter of an hour stays one", 2026, 10, 25, "00:50 97; 01:04 97; 01:05 97", "00:50 began; 01:05 fired 0")]
    [InlineData("the clocks go forward at 01:00 UTC: likewise", 2026, 3, 29, "00:50 97; 01:04 97; 01:05 97", "00:50 began; 01:05 fired 0")]
    [InlineData("an hour of cool-down is an hour on both", 2026, 10, 25, "00:00 97; 00:15 97; 00:16 90; 00:46 90; 01:45 97; 01:46 97", "00:00 began; 00:15 fired 0; 00:46 resolved; 01:46 began")]
    public void WhenTheClocksChange(string story, int year, int month, int day, string course, string told)
    {
        var lived = Course.Of(course, day: new DateOnly(year, month, day));

        Assert.Equal((story, told), (story, lived.Told));
    }

    [Fact]
    public void LadderThatComesLater_IsClimbedFromItsFoot()
    {
        var fired = Course.Of("09:00 97; 09:15 97").State with { StepsTaken = 0, NextStepAt = null }; // As where nobody was named.
        var stillFull = new Evidence(Standing.Raised, 97, "still full");

        var alone = AlertSteps.Step(Course.High, fired, stillFull, new StepTerms(fired.Since.AddMinutes(5), []));
        var told = AlertSteps.Step(Course.High, alone.State, stillFull, new StepTerms(fired.Since.AddMinutes(6), [TimeSpan.Zero, TimeSpan.FromMinutes(10)]));

        Assert.Empty(alone.Events);
        Assert.Equal((AlertEventKind.Escalated, 0), told.Events.Select(one => (one.Kind, one.Step)).Single());
        Assert.Equal(fired.Since.AddMinutes(10), told.State.NextStepAt);
    }

    [Fact]
    public void Episode_LastsFromPendingToResolved_AndTheNextIsAnother()
    {
        var pending = Course.Of("09:00 97").State.Episode;
        var resolved = Course.Of("09:00 97; 09:15 97; 09:16 90; 09:46 90").State.Episode;
        var next = Course.Of("09:00 97; 09:15 97; 09:16 90; 09:46 90; 10:46 98; 11:01 98").State.Episode;

        Assert.NotEmpty(pending);
        Assert.Equal(pending, resolved);
        Assert.NotEqual(pending, next);
    }

    [Fact]
    public void Words_SayTheFigureTheUnitAndTheThreshold()
    {
        var alert = Course.Of("09:00 97.1; 09:15 97.1").State;

        Assert.Equal("G&A bed occupancy 97.1%, at or above 95%", alert.Words);
        Assert.Equal(97.1, alert.Value);
    }

    [Fact]
    public void Severity_IsTheOneOfWhenItFired()
    {
        var fired = Course.Of("09:00 97; 09:15 97").State;

        var step = AlertSteps.Step(
            Course.High with { Severity = Severity.Critical }, fired, new Evidence(Standing.Raised, 97, "still full"), new StepTerms(fired.Since.AddMinutes(1), []));

        Assert.Equal(Severity.Warning, step.State.Severity);
    }

    private static void Holds(string story, string course, string told, AlertPhase phase)
    {
        var lived = Course.Of(course);

        Assert.Equal((story, told, phase), (story, lived.Told, lived.State.Phase));
    }
}
