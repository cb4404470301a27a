using System.Security.Claims;
using AngleSharp.Dom;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Rules;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Rotas;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Tests.Components;

public sealed class RotaPageTests
{
    private const string Ann = "Ann Other, site lead";

    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;

    // Weekday days only: from 8pm on Monday nobody has the role until Tuesday 8am, and so on.
    private static readonly Rota Small = Rota.Parse("""
        {
          "leads": [{ "code": "ann", "name": "Ann", "place": "RWH01", "email": "ann@example.org", "webhook": "https://user:word@hooks.example.org/secret?key=1",
                      "quiet": { "from": "22:00", "to": "07:00" } }],
          "roles": [{ "code": "site-lead", "name": "Site lead", "place": "RWH01", "duties": [
            { "lead": "ann", "days": ["monday", "tuesday", "wednesday", "thursday", "friday"], "from": "08:00", "to": "20:00" }] }],
          "ladders": [{ "place": "RWH01", "owner": "lead", "rungs": [{ "role": "site-lead", "after": "00:00" }] }]
        }
        """, Places);

    [Fact]
    public async Task Page_WhatShips_HasEveryRoleFilledAndSaysThatNobodyCanBeReached()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<RotaPage>();

        Assert.Equal(Rota.Standard.Roles.Length, page.QuerySelectorAll("tr[data-role]").Length);
        Assert.Empty(page.QuerySelectorAll(".flow-duty__gap"));
        Assert.Contains("Somebody has every role until 19 January 2026 at 9am.", Text(page));
        Assert.Contains("until 8pm today, then Lister site lead, night", Text(page.QuerySelector("tr[data-role='site-lead-lister']")!));
        Assert.Contains($"{Rota.Standard.Leads.Length} of {Rota.Standard.Leads.Length} leads have neither mail nor webhook", Text(page));
    }

    [Fact]
    public async Task Page_ARotaWithGaps_DrawsAndListsThem()
    {
        await using var screen = await WithAsync(Small);

        var page = await screen.RenderAsync<RotaPage>();

        Assert.Equal(10, page.QuerySelectorAll(".flow-duty__gap").Length);
        var row = page.QuerySelector("tr[data-role='site-lead']")!;
        Assert.Contains("until 8pm today, then nobody", Text(row));
        Assert.Contains("10 gaps, 9 days in all", Text(row));
        Assert.Contains("Site lead: from 8pm today to 8am tomorrow, 12 hours", Text(page));
        Assert.Contains("Nobody is told of alerts at Whole system", Text(page));
    }

    [Fact]
    public async Task Page_Leads_ShowAWebhooksHostAndNeverTheRest_AndMailToWhoIsSignedInAlone()
    {
        await using var screen = await WithAsync(Small);

        var outside = await screen.RenderAsync<RotaPage>();
        await using var inside = await WithAsync(Small, SignedIn());
        var page = await inside.RenderAsync<RotaPage>();

        Assert.Equal(
            ["Set", "hooks.example.org, as JSON", "10pm to 7am, critical gets through", "Sent by who keeps the rota"],
            outside.QuerySelectorAll("tr[data-lead='ann'] td").Select(Text));
        Assert.Null(outside.QuerySelector("#rota-json"));
        Assert.Contains("ann@example.org", Text(page.QuerySelector("tr[data-lead='ann']")!));
        Assert.All([outside, page], shown => Assert.DoesNotContain("secret", shown.OuterHtml));
        Assert.DoesNotContain("word@", page.OuterHtml);
        Assert.Contains(RotaDraft.Hidden, page.QuerySelector("#rota-json")!.TextContent);
    }

    [Fact]
    public void Draft_Untouched_IsTheSameRotaWithItsWholeAddresses() =>
        Assert.Equal(Small.ToJson(), new RotaDraft(Small).ToRota(Places).ToJson());

    [Fact]
    public void Draft_ALeadChanged_KeepsItsAddressUnlessAnotherIsTyped()
    {
        var draft = new RotaDraft(Small);
        var fields = draft.Find("ann", Places)!;
        (fields.Email, fields.HasQuiet) = ("ann.other@example.org", false);

        draft.Take(fields, Places);
        var kept = draft.ToRota(Places).Leads[0];
        fields.Webhook = "https://other.example.org/new";
        draft.Take(fields, Places);

        Assert.Equal(("ann.other@example.org", null, "/secret"), (kept.Email, kept.Quiet, kept.Webhook!.AbsolutePath));
        Assert.Equal("https://other.example.org/new", draft.ToRota(Places).Leads[0].Webhook!.AbsoluteUri);
    }

    [Theory]
    [InlineData("not an address", "is not an address such as")]
    [InlineData("http://hooks.example.org/x", "neither https nor http on this machine")]
    public void Draft_AWebhookThatCannotBe_IsRefusedAndChangesNothing(string webhook, string problem)
    {
        var draft = new RotaDraft(Small);
        var fields = draft.Find("ann", Places)!;
        fields.Webhook = webhook;

        var error = Assert.Throws<FormatException>(() => draft.Take(fields, Places));

        Assert.Contains(problem, error.Message);
        Assert.Equal(Small.ToJson(), draft.ToRota(Places).ToJson());
    }

    [Fact]
    public void Draft_AHiddenAddressMovedToAnotherHost_IsAskedFor()
    {
        var draft = new RotaDraft(Small);
        draft.Json = draft.Json.Replace("hooks.example.org", "evil.example.org");

        var error = Assert.Throws<FormatException>(() => draft.ToRota(Places));

        Assert.Equal("Give the whole webhook address of ann: none was kept for it at evil.example.org.", error.Message);
    }

    [Fact]
    public async Task Save_OfADraftThatBeganBeforeAnothersSave_IsRefusedNamingThem()
    {
        await using var screen = new Screen();
        var draft = new RotaDraft(Small);
        await screen.Rules.SaveAsync(RuleKind.Rota, 0, Rota.Standard.ToJson(), "Bob, manager", "Winter");

        var saved = await screen.Rules.SaveAsync(RuleKind.Rota, 0, draft.ToRota(Places).ToJson(), Ann, "Mine");

        Assert.Null(saved.Version);
        Assert.Contains("Bob, manager saved version 1 while you were editing: \"Winter\".", saved.Refusal);
        Assert.Equal(Rota.Standard.ToJson(), screen.Rules.Current.Rota.ToJson());
    }

    [Theory]
    [InlineData(DeliveryStatus.Waiting, 0, "", "Mail: waiting to be sent")]
    [InlineData(DeliveryStatus.Waiting, 2, "Connection refused", "Mail: not taken yet, tried 2 times. Connection refused")]
    [InlineData(DeliveryStatus.Sent, 1, "250 OK", "Mail: sent")]
    [InlineData(DeliveryStatus.Failed, 20, "550 No such user", "Mail: failed. 550 No such user")]
    public void TestMessage_InWords(DeliveryStatus status, int attempts, string outcome, string words)
    {
        var message = new OutboxMessage("test/ann/1/email", null, "ann", Channel.Email, "ann@example.org", default, "Test", "Test", A.Monday9am);

        Assert.Equal(words, RotaText.Of(new Delivery(message, status, attempts, outcome, null)));
    }

    private static async Task<Screen> WithAsync(Rota rota, ClaimsPrincipal? person = null)
    {
        var screen = new Screen();
        if (person is not null) screen.Person = person;
        await screen.Rules.SaveAsync(RuleKind.Rota, 0, rota.ToJson(), Ann, "For the test");
        return screen;
    }

    private static ClaimsPrincipal SignedIn() => Persons.SignedIn();

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
