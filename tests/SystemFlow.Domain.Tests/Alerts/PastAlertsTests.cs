using SystemFlow.Domain.Alerts;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Alerts;

public sealed class PastAlertsTests
{
    private static readonly AlertEvent[] Life =
    [
        Line(AlertEventKind.Began, 0, "96%"),
        Line(AlertEventKind.Fired, 15, "97%"),
        Line(AlertEventKind.Escalated, 30, "98%"),
        Line(AlertEventKind.Snoozed, 35, "Ward opens at 10", "Ann Other"),
        Line(AlertEventKind.Woke, 60, "99%"),
        Line(AlertEventKind.Acknowledged, 65, "On it", "Jo Smith"),
        Line(AlertEventKind.Resolved, 120, "91%"),
    ];

    private static readonly AlertState Last =
        new("occupancy-95", A.Lister, AlertPhase.Resolved, At(120)) { Episode = "one", Severity = Severity.Critical, Words = "91%", By = "Jo Smith", FiredAt = At(15) };

    [Theory]
    [InlineData(0, AlertPhase.Pending, "96%", null)]
    [InlineData(14, AlertPhase.Pending, "96%", null)]
    [InlineData(15, AlertPhase.Firing, "97%", null)]
    [InlineData(34, AlertPhase.Firing, "98%", null)]
    [InlineData(40, AlertPhase.Snoozed, "98%", "Ann Other")]
    [InlineData(64, AlertPhase.Firing, "99%", null)]
    [InlineData(100, AlertPhase.Acknowledged, "99%", "Jo Smith")]
    [InlineData(120, AlertPhase.Resolved, "91%", "Jo Smith")]
    public void At_AMomentOfItsLife_IsAsItStoodThen(int minute, AlertPhase phase, string words, string? by)
    {
        var then = PastAlerts.At(Last, Life, At(minute))!;

        Assert.Equal((phase, words, by, "one", Severity.Critical), (then.Phase, then.Words, then.By, then.Episode, then.Severity));
    }

    [Fact]
    public void At_BeforeItBegan_IsNone() => Assert.Null(PastAlerts.At(Last, Life, At(-1)));

    [Fact]
    public void At_ItPassedBeforeAnybodyWasTold_IsNone()
    {
        AlertEvent[] passed = [Line(AlertEventKind.Began, 0, "96%"), Line(AlertEventKind.Passed, 10, "94%")];

        Assert.Null(PastAlerts.At(Last, passed, At(20)));
    }

    [Fact]
    public void At_SinceItLastChanged_IsAsItIs() => Assert.Same(Last, PastAlerts.At(Last, Life, At(500)));

    [Fact]
    public void At_BeforeItEscalated_SaysWhatItSaidThen()
    {
        AlertEvent[] life = [Line(AlertEventKind.Fired, 15, "97%"), Line(AlertEventKind.Escalated, 30, "99%")];
        var last = Last with { Phase = AlertPhase.Firing, Since = At(15), Words = "99%", Value = 99, StepsTaken = 2, By = null };

        var then = PastAlerts.At(last, life, At(20))!;

        Assert.Equal((AlertPhase.Firing, "97%", null, At(15)), (then.Phase, then.Words, then.Value, then.Since));
        Assert.Same(last, PastAlerts.At(last, life, At(30)));
    }

    private static AlertEvent Line(AlertEventKind kind, int minute, string words, string? by = null) => new(kind, At(minute), words, By: by);

    private static DateTimeOffset At(int minute) => A.Monday9am.AddMinutes(minute);
}
