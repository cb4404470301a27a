using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Notices;

public sealed class NoticeRulesTests
{
    private static readonly DateTimeOffset Now = A.Monday9am;
    private static readonly string Episode = $"occupancy-high/RWH01/{Now.AddMinutes(-15).ToUnixTimeMilliseconds()}";

    private static readonly AlertRule Rule = new(
        "occupancy-high", "Bed occupancy high", Severity.Warning, [PlaceKind.Hospital], [], "Open the escalation beds.");

    private static readonly AlertState State = AlertState.None("occupancy-high", A.Lister) with
    {
        Phase = AlertPhase.Firing,
        Since = Now,
        Episode = Episode,
        Severity = Severity.Warning,
        Words = "Bed occupancy 97.1 %, at or above 95 %",
        FiredAt = Now,
    };

    [Fact]
    public void MessagesFor_AnAlertThatFires_GoesEveryWayThatTheLeadHas()
    {
        var messages = Told(Rota("day", "manager"), AlertEventKind.Fired, 0).Messages;

        Assert.Equal(
            [(Channel.Screen, ""), (Channel.Email, "day@example.org"), (Channel.Webhook, "https://example.org/day")],
            messages.Select(message => (message.Channel, message.Address)));
        Assert.Equal([$"{Episode}/0/day/screen", $"{Episode}/0/day/email", $"{Episode}/0/day/webhook"], messages.Select(message => message.Id));
        Assert.All(messages, message => Assert.Equal((false, A.Lister, "occupancy-high"), (message.IsDigested, message.Place!.Value, message.Rule)));
    }

    [Theory]
    [InlineData(Severity.Notice, 30)]
    [InlineData(Severity.Warning, 30)]
    [InlineData(Severity.Critical, 0)]
    public void MessagesFor_AnythingButACriticalAlert_LetsMailGatherForHalfAMinute(Severity severity, int seconds)
    {
        var messages = Told(Rota("day", "manager"), AlertEventKind.Fired, 0, State with { Severity = severity }).Messages;

        Assert.Equal([0, seconds, 0], messages.Select(message => (int)(message.DueAt - Now).TotalSeconds));
    }

    [Fact]
    public void MessagesFor_AnAlertThatFires_SaysWhatWhereHowMuchSinceWhenAndWhatToDo()
    {
        var message = Told(Rota("day", "manager"), AlertEventKind.Fired, 0).Messages[0];

        Assert.Equal("Warning: Bed occupancy high, Lister", message.Subject);
        Assert.Equal(
            """
            Bed occupancy high at Lister Hospital.
            Bed occupancy 97.1 %, at or above 95 %.
            Since 8:45am on 5 January 2026, UK time.

            What to do: Open the escalation beds.
            """, message.Text);
    }

    [Fact]
    public void MessagesFor_AnExercise_SaysSoFirst()
    {
        var notices = NoticeRules.MessagesFor(
            Rota("day", "manager"), Footprint.HertfordshireWestEssex, Rule, State, new(AlertEventKind.Fired, Now, "", 0), Now, isExercise: true);

        Assert.All(notices.Messages, message => Assert.StartsWith("Exercise: Warning", message.Subject));
        Assert.All(notices.Messages, message => Assert.StartsWith("EXERCISE", message.Text));
        Assert.All(notices.Messages, message => Assert.True(message.IsExercise));
    }

    [Fact]
    public void MessagesFor_NobodyOnTheFirstRung_TellsTheNextAtOnceAndSaysSo()
    {
        var notices = Told(Rota(null, "manager"), AlertEventKind.Fired, 0);

        Assert.All(notices.Messages, message => Assert.Equal("manager", message.Lead));
        Assert.Equal(
            [(AlertEventKind.NobodyOnDuty, "Nobody is on duty as Rung 0.", 0)],
            notices.NobodyOnDuty.Select(line => (line.Kind, line.Words, line.Step!.Value)));
    }

    [Fact]
    public void MessagesFor_TheRungThatWasToldAlready_IsTheSameMessage()
    {
        var early = Told(Rota(null, "manager"), AlertEventKind.Fired, 0).Messages;

        var onTime = Told(Rota(null, "manager"), AlertEventKind.Escalated, 1).Messages;

        Assert.Equal(early.Select(message => message.Id), onTime.Select(message => message.Id));
    }

    [Fact]
    public void MessagesFor_NobodyAtAll_NamesEachRungAndTellsNobody()
    {
        var notices = Told(Rota(null, null), AlertEventKind.Fired, 0);

        Assert.Empty(notices.Messages);
        Assert.Equal([0, 1], notices.NobodyOnDuty.Select(line => line.Step!.Value));
    }

    [Fact]
    public void MessagesFor_NoLadder_SaysThatNobodyIsNamed()
    {
        var notices = Told(new Rota([], [], []), AlertEventKind.Fired, 0);

        Assert.Equal("Nobody is named for Lister Hospital: it has no ladder.", Assert.Single(notices.NobodyOnDuty).Words);
        Assert.Empty(notices.Messages);
    }

    [Fact]
    public void MessagesFor_AfterASnooze_AreOtherMessagesOnEveryRung()
    {
        var woken = State with { Since = Now.AddHours(1) };

        var first = Told(Rota("day", "manager"), AlertEventKind.Woke, 0, woken).Messages[0];
        var second = Told(Rota("day", "manager"), AlertEventKind.Escalated, 1, woken).Messages[0];

        var round = $"{Episode}/woke-{Now.AddHours(1).ToUnixTimeMilliseconds()}";
        Assert.Equal([$"{round}/0/day/screen", $"{round}/1/manager/screen"], [first.Id, second.Id]);
    }

    [Theory]
    [InlineData(Severity.Warning, Severity.Critical, true)]
    [InlineData(Severity.Warning, Severity.Warning, false)]
    [InlineData(Severity.Critical, Severity.Critical, false)]
    public void MessagesFor_InQuietHours_WaitForTheirEndUnlessTheyBreakThrough(Severity severity, Severity breaksThrough, bool waits)
    {
        var rota = Rota("day", "manager");
        var quiet = rota with { Leads = [.. rota.Leads.Select(lead => lead with { Quiet = new(new(8, 0), new(10, 30), breaksThrough) })] };

        var messages = Told(quiet, AlertEventKind.Fired, 0, State with { Severity = severity }).Messages;

        Assert.Equal((Now, false), (messages[0].DueAt, messages[0].IsDigested));
        Assert.All(messages[1..], message => Assert.Equal((waits, waits), (message.DueAt == Now.AddMinutes(90), message.IsDigested)));
    }

    [Theory]
    [InlineData(AlertEventKind.Began)]
    [InlineData(AlertEventKind.Acknowledged)]
    [InlineData(AlertEventKind.Inhibited)]
    [InlineData(AlertEventKind.Planned)]
    [InlineData(AlertEventKind.Resolved)]
    public void MessagesFor_AnythingElse_TellsNobody(AlertEventKind kind)
    {
        var notices = Told(Rota("day", "manager"), kind, null);

        Assert.Empty(notices.Messages);
        Assert.Empty(notices.NobodyOnDuty);
    }

    [Fact]
    public void MessagesFor_TheHourThatComesTwice_SaysWhichItIs() =>
        Assert.Equal("1:30am GMT on 25 October 2026", NoticeText.Moment(new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero)));

    [Fact]
    public void Subject_WithLineBreaks_IsOneLine() =>
        Assert.Equal("Exercise: a  Bcc: b", NoticeText.Subject("a\r\nBcc: b", isExercise: true));

    private static SystemFlow.Operations.Notices.Notices Told(Rota rota, AlertEventKind kind, int? step, AlertState? state = null) =>
        NoticeRules.MessagesFor(
            rota, Footprint.HertfordshireWestEssex, Rule, state ?? State, new AlertEvent(kind, Now, "", step), Now, isExercise: false);

    // A ladder of two rungs with these on duty; null for nobody.
    private static Rota Rota(params string?[] onDuty) => new(
        [.. onDuty.OfType<string>().Select(code => new Lead(code, code, A.Lister)
        {
            Email = $"{code}@example.org",
            Webhook = new Uri($"https://example.org/{code}"),
        })],
        [.. onDuty.Select((code, rung) => new Role(
            $"rung-{rung}", $"Rung {rung}", A.Lister, code is null ? [] : [new Duty(code, [], TimeOnly.MinValue, TimeOnly.MinValue)]))],
        [new Ladder(A.Lister, AlertOwner.Lead, [.. onDuty.Select((_, rung) => new Rung($"rung-{rung}", TimeSpan.FromMinutes(15 * rung)))])]);
}
