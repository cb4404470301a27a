using System.Security.Claims;
using AngleSharp.Dom;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Alerts;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Alerts;

public sealed class AlertPagesTests
{
    private static readonly ClaimsPrincipal Ann = Persons.SignedIn();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AlertsPage_SaysWhatItIsAboutHowOldWhoWasToldAndWhatToDo()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(2), ("beds.ga.occupancy", 96)));
        var alert = Alarm.Firing() with { NextStepAt = A.Monday9am.AddMinutes(10) };
        await screen.Events.KeepAsync(alert, Alarm.Message(alert));

        var words = Text(Card(await screen.RenderAsync<AlertsPage>(), alert));

        Assert.Contains("Warning Lister: Bed occupancy high", words);
        Assert.Contains("Unanswered since 8:20am (40 min).", words);
        Assert.Contains("Bed occupancy 97%, at or above 95%. Latest: 96%, 2 min ago.", words);
        Assert.Contains("Told: Lister site lead, day. Next: East and North Herts Trust on-call manager, weekdays at 9:10am, in 10 min", words);
        Assert.Contains("Do: Bring discharges forward", words);
    }

    [Fact]
    public async Task AlertsPage_AMessageNotDelivered_IsSaidAtTheAlert()
    {
        await using var screen = new Screen();
        var alert = Alarm.Firing();
        await screen.Events.KeepAsync(alert, Alarm.Message(alert));
        await screen.Outbox.RecordAsync(new DeliveryAttempt(Alarm.Message(alert).Id, A.Monday9am, DeliveryStatus.Failed, "No such mailbox"), Cancelled);

        var page = await screen.RenderAsync<AlertsPage>();

        Assert.Contains(
            "Message not delivered. Lister site lead, day was not reached by mail: No such mailbox", Text(Card(page, alert).QuerySelector(".flow-alert__failed")!));
    }

    [Fact]
    public async Task AlertsPage_NothingFires_NamesTheSilentFeedsAllTheSame()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("alerts?place=board-we");

        var words = Text((await screen.RenderAsync<AlertsPage>()).QuerySelector(".flow-empty")!);

        Assert.StartsWith("Nothing is firing in this view. 1 hospital, ", words);
        Assert.Contains("silent with something that they are expected to send: Princess Alexandra (everything)", words);
    }

    [Fact]
    public async Task AlertsPage_WhileTheFiguresAreUnknown_SaysThatItStaysAsItIs()
    {
        await using var screen = new Screen();
        var alert = Alarm.Firing() with { UnknownSince = A.Monday9am.AddMinutes(-20) };
        await screen.Events.KeepAsync(alert);

        var words = Text(Card(await screen.RenderAsync<AlertsPage>(), alert));

        Assert.Contains("Latest: no data. Too little is known since 8:40am, so it stays as it is.", words);
        Assert.Contains("Nobody was told: nobody is on duty for it.", words);
    }

    [Fact]
    public async Task AlertsPage_NobodySignedIn_HasNoButtonButAWayToSignIn()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("alerts?place=RWH01");
        var alert = Alarm.Firing();
        await screen.Events.KeepAsync(alert);

        var card = Card(await screen.RenderAsync<AlertsPage>(), alert);

        Assert.Equal(["What happened, and who was told"], card.QuerySelectorAll("button").Select(Text));
        Assert.NotNull(card.QuerySelector("a[href='/sign-in?returnUrl=%2Falerts%3Fplace%3DRWH01']"));
    }

    [Fact]
    public async Task AlertsPage_SignedIn_CanAnswer_AndPutOffWhatIsTakenOn()
    {
        await using var screen = new Screen { Person = Ann };
        var (open, taken) = (Alarm.Firing(), Alarm.Firing("handover-long") with { Phase = AlertPhase.Acknowledged, By = "Bo, director", Note = "On it" });
        await screen.Events.KeepAsync(open);
        await screen.Events.KeepAsync(taken);

        var page = await screen.RenderAsync<AlertsPage>();

        Assert.Equal(["Acknowledge", "Put off, or add a note"], Card(page, open).QuerySelectorAll(".flow-alert__buttons button").Select(Text));
        Assert.Equal(["Put off"], Card(page, taken).QuerySelectorAll(".flow-alert__buttons button").Select(Text));
        Assert.Contains("Taken on by Bo, director at 8:20am (40 min): On it.", Text(Card(page, taken)));
    }

    [Fact]
    public async Task AlertsPage_ManyOfOneRule_AreFoldedIntoOne_WithOneButton()
    {
        await using var screen = new Screen { Person = Ann };
        foreach (var place in new[] { "RY409", "RY412", "RY402" }) await screen.Events.KeepAsync(Alarm.Firing("bed-base-full", place, Severity.Notice));

        var group = (await screen.RenderAsync<AlertsPage>()).QuerySelector("details.flow-alertgroup")!;

        Assert.StartsWith("Notice Bed base full, and patients wait for it: 3 places Unanswered, the oldest since 8:20am (40 min). ", Text(group.QuerySelector("summary")!));
        Assert.Equal("Acknowledge all 3", Text(group.QuerySelector(".flow-alert__buttons button")!));
        Assert.Equal(3, group.QuerySelectorAll("article.flow-alert").Length);
    }

    [Fact]
    public async Task AlertsPage_WhatIsPlanned_CanBeEndedByWhoIsSignedIn()
    {
        await using var screen = new Screen { Person = Ann };
        var planned = new PlannedEvent(A.Lister, null, A.Monday9am.AddHours(-1), A.Monday9am.AddHours(4), "Ward move", "Bo, director");
        await screen.Events.PlanAsync(planned, Cancelled);
        var before = await screen.RenderAsync<AlertsPage>();

        await screen.Alerts.EndPlanAsync(Ann, planned, Cancelled);

        Assert.Equal("End All alerts at Lister", Text(before.QuerySelector(".flow-plan li button")!));
        Assert.Contains("Nothing is expected now or later.", Text((await screen.RenderAsync<AlertsPage>()).QuerySelector(".flow-plan")!));
        Assert.Equal("Sign in to plan an event: it carries your name.", await screen.Alerts.EndPlanAsync(Persons.Nobody, planned, Cancelled));
    }

    [Fact]
    public async Task AlertCard_Refused_SaysWhyAtTheAlert()
    {
        await using var screen = new Screen { Person = Ann };
        var line = new AlertLine(Alarm.Firing(), Footprint.HertfordshireWestEssex.Find(A.Lister), null, [], null, IsOver: false);

        var card = await screen.RenderAsync<AlertCard>(
            ("Line", line), ("Now", A.Monday9am), ("Author", "Ann"), ("ReturnTo", "/alerts"), ("NameOf", (string code) => code),
            ("Refusal", "Bo has it already, since 08:59."));

        Assert.Equal("Bo has it already, since 08:59.", Text(card.QuerySelector("[role=alert]")!));
    }

    [Fact]
    public async Task AlertTrail_HasEachStepAndWhatBecameOfEachMessage()
    {
        await using var screen = new Screen();
        var alert = Alarm.Firing();
        var trail = new AlertTrail(
            [new(AlertEventKind.Fired, A.Monday9am, "Bed occupancy 97%", 0), new(AlertEventKind.Snoozed, A.Monday9am.AddMinutes(5), "Ward opens at 11", By: "Ann")],
            [new Delivery(Alarm.Message(alert), DeliveryStatus.Failed, 8, "No such mailbox", A.Monday9am)]);

        var list = await screen.RenderAsync<AlertTrailList>(("Trail", trail), ("Now", A.Monday9am), ("NameOf", (string code) => code));

        Assert.Equal(
            ["9am Fired. Bed occupancy 97%", "9:05am Put off by Ann: Ward opens at 11", "8:20am site-lister-day, by mail: FAILED, given up after 8 attempts: No such mailbox"],
            list.QuerySelectorAll("li").Select(Text));
    }

    [Fact]
    public async Task PlacePageAndTiles_HaveTheOpenAlertsOfAPlaceAndAllUnderIt()
    {
        await using var screen = new Screen();
        await screen.Events.KeepAsync(Alarm.Firing());
        await screen.Events.KeepAsync(Alarm.Firing("level-four", "RWG02", Severity.Critical));

        var place = await screen.RenderAsync<PlacePage>(("Code", "board-enh"));
        var system = await screen.RenderAsync<SystemPage>();

        Assert.Contains("Lister: Bed occupancy 97%", Text(place.QuerySelector("#open-alerts")!.ParentElement!));
        Assert.Equal("Critical 2 open alerts, 2 unanswered", Text(system.QuerySelector(".flow-tile[data-place='hwe'] .flow-open")!));
        Assert.Equal("No open alert", Text(system.QuerySelector(".flow-tile[data-place='board-we'] .flow-open")!));
    }

    [Fact]
    public async Task MyPage_OfALead_HasTheirAlertsDutyAndMessages()
    {
        await using var screen = new Screen { Person = Ann };
        screen.Navigation.Be("my?lead=site-lister-day");
        var (mine, other) = (Alarm.Firing(), Alarm.Firing(place: "RWG02"));
        await screen.Events.KeepAsync(mine, Alarm.Message(mine));
        await screen.Events.KeepAsync(other);

        var page = await screen.RenderAsync<MyPage>();

        Assert.Equal([mine.Episode], page.QuerySelectorAll(".flow-alert").Select(card => card.GetAttribute("data-episode")));
        Assert.Equal(
            ["Site lead, Lister until 8pm", "Site lead, Lister, 6 January 2026 at 8am", "None: told at any hour"],
            page.QuerySelectorAll(".flow-facts dd").Select(Text));
        Assert.Contains("8:20am Warning: Bed occupancy high, Lister, by mail: waits until 8:20am", Text(page.QuerySelector(".flow-messages")!));
    }

    [Fact]
    public async Task MyPage_ACodeThatIsNotOnTheRota_SaysSo()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("my?lead=nobody");

        Assert.Equal("The rota has nobody with the code nobody.", Text((await screen.RenderAsync<MyPage>()).QuerySelector(".flow-empty")!));
    }

    [Fact]
    public async Task AlertLoadPage_SaysTheNormItsSourceAndTheNumbers()
    {
        await using var screen = new Screen();
        var alert = Alarm.Firing();
        await screen.Events.KeepAsync(alert, Alarm.Message(alert));
        await screen.Events.RecordAsync(new AlertChange(
            alert with { Phase = AlertPhase.Acknowledged, By = "Ann" }, [new(AlertEventKind.Acknowledged, A.Monday9am.AddMinutes(-30), "", By: "Ann")], []), Cancelled);

        var page = await screen.RenderAsync<AlertLoadPage>();

        Assert.Contains("EEMUA publication 191", Text(page));
        Assert.Equal(["1", "100%", "0%", "10 min", "1", "0"], page.QuerySelectorAll(".flow-figureset dd").Select(Text));
        Assert.Equal(
            ["Lister site lead, day", "1", "0", "0", "1", "100%", "0%", "10 min"],
            page.QuerySelectorAll("tr[data-lead='site-lister-day'] > *").Select(Text));
        Assert.Equal(15, page.QuerySelectorAll("rect").Length);
    }

    private static IElement Card(IElement page, AlertState alert) => page.QuerySelector($".flow-alert[data-episode='{alert.Episode}']")!;

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
