using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Rules;
using SystemFlow.Testing;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Actions;
using SystemFlow.Web.Components.Pages.Rules;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Actions;

public sealed class CardDeskTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offers_WhenACalculatedOrDeclaredLevelRises_AreThere_AndGoWhenItFalls()
    {
        await using var screen = new Screen();
        var watch = Watch(screen);
        await LevelAsync(screen, OpelLevel.Two);
        await watch.LookAsync(Cancelled);
        Assert.Equal(3, screen.Cards.Offers.Length);

        await screen.Events.DeclareAsync(
            new DeclaredLevel(A.Lister, OpelLevel.Three, "Corridor", "Ann", A.Monday9am, A.Monday9am.AddHours(2), OpelLevel.Two), Cancelled);
        await watch.LookAsync(Cancelled);
        Assert.Equal(5, screen.Cards.Offers.Length);

        screen.Time.Advance(TimeSpan.FromHours(2)); // It ends by itself.
        await watch.LookAsync(Cancelled);
        Assert.Equal(3, screen.Cards.Offers.Length);
    }

    [Fact]
    public async Task Give_IsAnActionFilledInByTheCard_Once_AndJournaledAsACard()
    {
        await using var screen = await AtThreeAsync();

        var given = await screen.Cards.GiveAsync(Screen.SignedIn(), A.Lister, "acute-3-escalation-beds", Cancelled);
        var again = await screen.Cards.GiveAsync(Screen.SignedIn("Bob"), A.Lister, "acute-3-escalation-beds", Cancelled);

        var action = given.Action!;
        Assert.Equal(("acute-3-escalation-beds", OpelLevel.Three, A.Lister, "on-call-manager-enht"), (action.Card, action.Level, action.About, action.OwnerRole));
        Assert.Equal((A.Monday9am.AddHours(2), "Lister is at OPEL 3."), (action.Due, action.Why));
        Assert.StartsWith("This card is offered no longer", Assert.Single(again.Problems).Words, StringComparison.Ordinal);
        Assert.Equal(4, screen.Cards.Offers.Length);
        Assert.Equal("/actions/1", Assert.Single(await screen.Journal.ReadAsync(new JournalQuestion { Kind = JournalKind.Card }, 10, Cancelled)).Entry.Subject);
    }

    [Fact]
    public async Task Give_ChangedOnTheFormFirst_AnswersTheCardOnce_AsWithOnePress()
    {
        await using var screen = await AtThreeAsync();
        var fields = screen.Cards.FieldsOf(A.Lister, ActionCards.Standard.Find("acute-3-escalation-beds")!);
        fields.What = "Open 4 escalation beds";

        var answers = await Task.WhenAll(
            screen.Actions.GiveAsync(Screen.SignedIn(), fields, Cancelled),
            screen.Cards.GiveAsync(Screen.SignedIn("Bob"), A.Lister, "acute-3-escalation-beds", Cancelled));

        Assert.Single(screen.ActionLog.Current);
        var refused = Assert.Single(answers, answer => answer.Action is null);
        Assert.StartsWith("This card is offered no longer", Assert.Single(refused.Problems).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_OnTheNightWhenTheClocksGoBack_IsDueInTimeNotAnHourEarly()
    {
        await using var screen = new Screen();
        screen.Time.Advance(new DateTimeOffset(2026, 10, 24, 23, 15, 0, TimeSpan.Zero) - A.Monday9am);
        await LevelAsync(screen, OpelLevel.Three);
        await Watch(screen).LookAsync(Cancelled);

        var given = await screen.Cards.GiveAsync(Screen.SignedIn(), A.Lister, "acute-3-escalation-beds", Cancelled);

        Assert.Equal(screen.Time.GetUtcNow().AddHours(2), given.Action?.Due); // 1:15am GMT, the second 1:15am.
    }

    [Fact]
    public async Task Decline_NeedsANameAndAReason_AndIsKept()
    {
        await using var screen = await AtThreeAsync();
        const string Card = "acute-2-handover";

        Assert.StartsWith("Sign in to answer an action card", await screen.Cards.DeclineAsync(new(new System.Security.Claims.ClaimsIdentity()), A.Lister, Card, "No", Cancelled), StringComparison.Ordinal);
        Assert.Equal("Enter why it is declined.", await screen.Cards.DeclineAsync(Screen.SignedIn(), A.Lister, Card, " ", Cancelled));
        Assert.Null(await screen.Cards.DeclineAsync(Screen.SignedIn(), A.Lister, Card, "Agreed at 8am already", Cancelled));

        Assert.DoesNotContain(screen.Cards.Offers, offer => offer.Card.Code == Card);
        var line = Assert.Single(await screen.Journal.ReadAsync(new JournalQuestion { Kind = JournalKind.Card }, 10, Cancelled)).Entry;
        Assert.Equal(("Ann Other, site lead", A.Lister, "Offered to Lister at OPEL 3. Agreed at 8am already"), (line.By, line.Place, line.Words));
    }

    [Fact]
    public async Task Pages_ShowWhatIsOffered_OneToGiveOneToDecline()
    {
        await using var screen = await AtThreeAsync();
        screen.Person = Screen.SignedIn();

        var actions = await screen.RenderAsync<ActionsPage>();
        var place = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));
        var elsewhere = await screen.RenderAsync<PlacePage>(("Code", "RWG02"));
        screen.Navigation.Be("actions/new?card=acute-2-discharge&place=RWH01");
        var form = await screen.RenderAsync<NewActionPage>();

        Assert.Contains("5 cards wait for an answer: Lister at OPEL 3 (5)", actions.QuerySelector(".flow-offers summary")!.TextContent);
        Assert.Equal(5, place.QuerySelectorAll(".flow-offer").Length);
        Assert.Contains("To be confirmed", place.QuerySelector(".flow-offer__source")!.TextContent);
        Assert.Empty(elsewhere.QuerySelectorAll(".flow-offer"));
        Assert.Contains("From an action card for OPEL 2, to be confirmed", form.TextContent);
    }

    [Fact]
    public async Task ActionCards_SavedAsAVersion_AreOfferedFromThenOn_AndWrongOnesAreRefused()
    {
        await using var screen = await AtThreeAsync();
        var one = ActionCards.Standard with { Cards = [ActionCards.Standard.Cards[0] with { ConfirmedBy = "Chief operating officer" }] };

        await screen.Rules.SaveAsync(RuleKind.ActionCards, 0, one.ToJson(), "Ann", "Only what is confirmed", confirmedBy: "Board");
        var page = await screen.RenderAsync<ActionCardsPage>();

        Assert.Equal("acute-2-discharge", Assert.Single(screen.Cards.Offers).Card.Code);
        Assert.Contains("Confirmed by Chief operating officer", Assert.Single(page.QuerySelectorAll("[data-card]")).TextContent);
        Assert.Contains("Only what is confirmed", page.TextContent);
        await Assert.ThrowsAsync<FormatException>(() => screen.Rules.SaveAsync(RuleKind.ActionCards, 1, one.ToJson().Replace("\"level\": 2", "\"level\": 7", StringComparison.Ordinal), "Ann", "Seven"));
    }

    [Fact]
    public async Task GivenAndDeclined_AreKnownAfterARestart()
    {
        await using var screen = await AtThreeAsync();
        await screen.Cards.GiveAsync(Screen.SignedIn(), A.Lister, "acute-3-seniors", Cancelled);
        await screen.Cards.DeclineAsync(Screen.SignedIn(), A.Lister, "acute-2-discharge", "Done", Cancelled);

        var (log, cards) = screen.Reopened();

        Assert.Equal(A.Monday9am, log.CardsGiven[(A.Lister, "acute-3-seniors")]);
        Assert.Equal("Done", cards.Declined[(A.Lister, "acute-2-discharge")].Reason);
        Assert.Equal(OpelLevel.Three, cards.Escalations[A.Lister].Level);
    }

    private static async Task<Screen> AtThreeAsync()
    {
        var screen = new Screen();
        await LevelAsync(screen, OpelLevel.Three);
        await Watch(screen).LookAsync(Cancelled);
        return screen;
    }

    private static Task LevelAsync(Screen screen, OpelLevel level) =>
        screen.Events.RecordAsync(new LevelRecord(A.Lister, screen.Time.GetUtcNow(), level, 24, "OPEL"), Cancelled);

    private static CardWatch Watch(Screen screen) =>
        new(screen.CardLog, screen.Events, Footprint.HertfordshireWestEssex, new SoleNode(), screen.Time, NullLogger<CardWatch>.Instance);
}
