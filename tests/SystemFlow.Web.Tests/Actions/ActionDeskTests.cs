using System.Security.Claims;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Tests.Alerts;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Actions;

public sealed class ActionDeskTests
{
    private static readonly ClaimsPrincipal Ann = Screen.SignedIn();
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Give_TellsWhoeverIsOnDuty_AtOnce()
    {
        await using var screen = new Screen();

        var given = (await screen.Actions.GiveAsync(Ann, Fields(), Cancelled)).Action!;

        Assert.Equal((1, "Ann Other, site lead", A.Monday9am.AddHours(2)), (given.Number, given.GivenBy, given.Due));
        Assert.Equal("To Lister (Site lead, Lister).", given.Lines[0].Words);
        Assert.Equal("Lister site lead, day (Site lead, Lister) is told.", given.Lines[1].Words);
        var told = Assert.Single(await screen.Outbox.ReadAsync(null, "site-lister-day", 10, Cancelled)).Message;
        Assert.Equal(("action/1/1/given/site-lister-day/screen", Channel.Screen), (told.Id, told.Channel));
        Assert.Equal("Action 1 for you: Open 6 escalation beds, Lister", told.Subject);
        Assert.Contains("Due: 11:00am on 5 January 2026, UK time, in 2 h.", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_FilledInWrongly_SaysEverythingAtOnce_WithItsField()
    {
        await using var screen = new Screen();

        var answer = await screen.Actions.GiveAsync(
            Nobody, new ActionFields { What = " ", Owner = "nowhere", OwnerRole = "nobody", Why = "NHS number 943 476 5919" }, Cancelled);

        Assert.Null(answer.Action);
        Assert.Equal(["", "action-what", "action-owner", "action-role", "action-due", "action-why"], answer.Problems.Select(problem => problem.Field));
        Assert.Empty(screen.ActionLog.Current);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(15 * 24)]
    public async Task Give_DueInThePast_OrTooFarAhead_IsRefused(int hours)
    {
        await using var screen = new Screen();
        var fields = Fields();
        fields.Due = fields.Due!.Value.AddHours(hours - 2);

        var answer = await screen.Actions.GiveAsync(Ann, fields, Cancelled);

        Assert.Equal(("action-due", "An action is due at a moment within the next 14 days."), Assert.Single(answer.Problems));
    }

    [Fact]
    public async Task Give_LinkedToACallAnAlertOrACardThatIsNot_IsRefused()
    {
        await using var screen = new Screen();
        var (call, alert, card) = (Fields(), Fields(), Fields());
        (call.Call, alert.Alert, card.Card) = ("943 476 5919", "Mr Smith", "acute-2-discharge");

        Assert.StartsWith("There is no such call", await ProblemAsync(call), StringComparison.Ordinal);
        Assert.StartsWith("There is no such alert", await ProblemAsync(alert), StringComparison.Ordinal);
        Assert.StartsWith("This card is offered no longer", await ProblemAsync(card), StringComparison.Ordinal);
        Assert.Empty(screen.ActionLog.Current);

        async Task<string> ProblemAsync(ActionFields fields) => Assert.Single((await screen.Actions.GiveAsync(Ann, fields, Cancelled)).Problems).Words;
    }

    [Fact]
    public async Task Give_ForAnAlertThatEndedMeanwhile_KeepsTheLink()
    {
        await using var screen = new Screen();
        var over = Alarm.Firing() with { Phase = AlertPhase.Clear };
        await screen.Events.RecordAsync(new AlertChange(Alarm.Firing(), [new(AlertEventKind.Fired, A.Monday9am, "97 %")], []), Cancelled);
        await screen.Events.RecordAsync(new AlertChange(over, [new(AlertEventKind.Resolved, A.Monday9am, "90 %")], []), Cancelled);
        var fields = Fields();
        fields.Alert = over.Episode;

        Assert.Equal(over.Episode, (await screen.Actions.GiveAsync(Ann, fields, Cancelled)).Action?.Alert);
    }

    [Fact]
    public async Task Give_OnTheNightWhenTheClocksGoBack_IsDueAtTheMomentThatWasMeant()
    {
        await using var screen = new Screen();
        screen.Time.Advance(new DateTimeOffset(2026, 10, 25, 0, 45, 0, TimeSpan.Zero) - A.Monday9am); // 1:45am BST
        var (quick, typed) = (Fields(), Fields());
        quick.DueBy(screen.Time.GetUtcNow().AddMinutes(30)); // 1:15am again, GMT
        typed.Due = new DateTime(2026, 10, 25, 1, 30, 0); // Its first coming is past.

        var first = await screen.Actions.GiveAsync(Ann, quick, Cancelled);
        var second = await screen.Actions.GiveAsync(Ann, typed, Cancelled);

        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 15, 0, TimeSpan.Zero), first.Action?.Due);
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), second.Action?.Due);
    }

    [Fact]
    public async Task Give_TypedAfterAQuickButton_IsDueAsTyped()
    {
        await using var screen = new Screen();
        var fields = Fields();
        fields.DueBy(A.Monday9am.AddMinutes(30));
        fields.Due = new DateTime(2026, 1, 5, 12, 0, 0);

        Assert.Equal(A.Monday9am.AddHours(3), (await screen.Actions.GiveAsync(Ann, fields, Cancelled)).Action?.Due);
    }

    [Fact]
    public async Task Change_ByTwoWhoSawTheSame_TheSecondIsToldWhatTheFirstDid()
    {
        await using var screen = new Screen();
        await screen.Actions.GiveAsync(Ann, Fields(), Cancelled);

        var first = await screen.Actions.ChangeAsync(Ann, 1, Change(ActionLineKind.Declined, "No staff for them"), Cancelled);
        var second = await screen.Actions.ChangeAsync(Screen.SignedIn("Bob"), 1, Change(ActionLineKind.Accepted), Cancelled);

        Assert.Empty(first.Problems);
        Assert.StartsWith("Ann Other, site lead changed it before you", Assert.Single(second.Problems).Words, StringComparison.Ordinal);
        Assert.Equal(ActionStatus.Declined, second.Action!.Status);
    }

    [Fact]
    public async Task Change_PassedOn_TellsTheNewOwner_WhoHasNotAcceptedYet()
    {
        await using var screen = new Screen();
        await screen.Actions.GiveAsync(Ann, Fields(), Cancelled);
        var fields = Change(ActionLineKind.Reassigned);
        (fields.Owner, fields.OwnerRole) = ("RWG02", "site-lead-watford");

        var answer = await screen.Actions.ChangeAsync(Ann, 1, fields, Cancelled);

        Assert.Equal(("RWG02", ActionStatus.Open), (answer.Action!.Owner.ToString(), answer.Action.Status));
        Assert.Equal(
            "action/1/2/given/site-watford-day/screen",
            Assert.Single(await screen.Outbox.ReadAsync(null, "site-watford-day", 10, Cancelled)).Message.Id);
    }

    [Fact]
    public async Task Change_WithAPatientInIt_OrByNobody_ChangesNothing()
    {
        await using var screen = new Screen();
        await screen.Actions.GiveAsync(Ann, Fields(), Cancelled);

        var patient = await screen.Actions.ChangeAsync(Ann, 1, Change(ActionLineKind.Updated, "Moved 943 476 5919 to ward 4"), Cancelled);
        var nobody = await screen.Actions.ChangeAsync(Nobody, 1, Change(ActionLineKind.Accepted), Cancelled);

        Assert.Equal("change-words", Assert.Single(patient.Problems).Field);
        Assert.Equal("Sign in first: what is done about an action carries a name.", Assert.Single(nobody.Problems).Words);
        Assert.Equal(1, Assert.Single(screen.ActionLog.Current).Version);
    }

    [Fact]
    public async Task Give_ThatCannotBeRecorded_SaysSo_AndChangesNothing()
    {
        await using var screen = new Screen();
        _ = screen.ActionLog;
        screen.RefuseEvents("action_versions");

        var answer = await screen.Actions.GiveAsync(Ann, Fields(), Cancelled);

        Assert.StartsWith("Nothing was changed, because it could not be recorded.", Assert.Single(answer.Problems).Words, StringComparison.Ordinal);
        Assert.Empty(screen.ActionLog.Current);
    }

    private static ActionFields Fields() => new()
    {
        What = "Open 6 escalation beds",
        Owner = "RWH01",
        OwnerRole = "site-lead-lister",
        Due = new DateTime(2026, 1, 5, 11, 0, 0),
    };

    private static ActionChangeFields Change(ActionLineKind kind, string words = "") => new() { Kind = kind, Version = 1, Words = words };
}
