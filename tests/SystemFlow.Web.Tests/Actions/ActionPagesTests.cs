using AngleSharp.Dom;
using SystemFlow.Domain.Actions;
using SystemFlow.Testing;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Actions;
using SystemFlow.Web.Components.Pages.Alerts;
using SystemFlow.Web.Tests.Alerts;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Actions;

public sealed class ActionPagesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ActionsPage_OverdueFirst_ThenWhatIsDueNext_WithOwnerAndLastMovement()
    {
        await using var screen = await WithThreeAsync();

        var page = await screen.RenderAsync<ActionsPage>();

        Assert.Equal(["2", "1"], page.QuerySelectorAll(".flow-action").Select(action => action.GetAttribute("data-action")!));
        Assert.StartsWith("2 open, 1 overdue.", Text(page.QuerySelector(".flow-titlebar__words")!), StringComparison.Ordinal);
        var late = Text(page.QuerySelector("[data-action='2']")!);
        Assert.Contains("Watford General Site lead, Watford General", late);
        Assert.Contains("30 min overdue Due 9:30am Overdue. Not accepted yet Given, 9:00am (1 h)".Replace("9:00am", "9am"), late);
        Assert.Contains("in 1 h Due 11am", Text(page.QuerySelector("[data-action='1']")!));
    }

    [Theory]
    [InlineData("actions?status=overdue", "2")]
    [InlineData("actions?status=closed", "3")]
    [InlineData("actions?owner=RWG", "2")]
    [InlineData("actions?owner=RWH&status=overdue", "")]
    public async Task ActionsPage_ShowsWhatItsAddressSays(string address, string numbers)
    {
        await using var screen = await WithThreeAsync();
        screen.Navigation.Be(address);

        var page = await screen.RenderAsync<ActionsPage>();

        Assert.Equal(numbers, string.Join(",", page.QuerySelectorAll(".flow-action").Select(action => action.GetAttribute("data-action"))));
        if (numbers.Length == 0) Assert.Equal("No action is overdue at East and North Herts Trust.", Text(page.QuerySelector(".flow-empty")!));
    }

    [Fact]
    public async Task ActionPage_SaysWhoseItIs_WhoIsOnDuty_AndWhatHappened()
    {
        await using var screen = await WithThreeAsync();

        var page = await screen.RenderAsync<ActionPage>(("Number", 3));

        Assert.Contains("Done: Six are open", Text(page.QuerySelector(".flow-actionoutcome")!));
        Assert.Contains("Reopen", Text(page.QuerySelector(".flow-doing")!));
        Assert.Equal("Ann Other, site lead. Done. Six are open", Text(page.QuerySelector(".flow-messages li span")!));
        Assert.Contains("On duty now: Watford General site lead, day.", Text(await screen.RenderAsync<ActionPage>(("Number", 2))));
    }

    [Fact]
    public async Task ActionPage_NobodySignedIn_OffersTheSignIn_AndNothingElse()
    {
        await using var screen = await WithThreeAsync();
        screen.Person = new(new System.Security.Claims.ClaimsIdentity());

        var page = await screen.RenderAsync<ActionPage>(("Number", 1));

        Assert.Empty(page.QuerySelectorAll("button"));
        Assert.Equal("/sign-in?returnUrl=%2Factions%2F1", page.QuerySelector(".flow-panel a.flow-button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task ActionPage_ThatCannotBeRead_SaysSo()
    {
        await using var screen = new Screen();
        screen.LoseEvents("action_versions");

        var page = await screen.RenderAsync<ActionPage>(("Number", 9));

        Assert.Contains("It cannot be read now.", Text(page), StringComparison.Ordinal);
        Assert.False(screen.Navigation.WasNotFound);
    }

    [Theory]
    [InlineData("943 476 5919", false)]
    [InlineData("2026-01-05T1100", true)]
    public async Task NewActionPage_FromACall_NamesIt_WhereThereIsSuchACall(string call, bool isNamed)
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        screen.Navigation.Be($"actions/new?call={Uri.EscapeDataString(call)}");

        var page = await screen.RenderAsync<NewActionPage>();

        Assert.Equal(isNamed, Text(page).Contains(call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewActionPage_FromAnAlert_IsFilledInByIt_AndTheAlertsCardShowsWhatWasGiven()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        var alert = Alarm.Firing();
        await screen.Events.KeepAsync(alert);
        screen.Navigation.Be($"actions/new?alert={Uri.EscapeDataString(alert.Episode)}");

        var page = await screen.RenderAsync<NewActionPage>();
        var fields = Fields("RWH01", "site-lead-lister", 120);
        fields.Alert = alert.Episode;
        await screen.Actions.GiveAsync(screen.Person, fields, Cancelled);
        screen.Navigation.Be("alerts");
        var card = (await screen.RenderAsync<AlertsPage>()).QuerySelector(".flow-alert")!;

        Assert.Contains("It answers the alert \"Bed occupancy high\" at Lister", Text(page));
        Assert.StartsWith("Bring discharges forward", page.QuerySelector("#action-what")!.GetAttribute("value") ?? page.QuerySelector("#action-what")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("RWH01", page.QuerySelector("#action-owner option[selected]")!.GetAttribute("value"));
        Assert.Contains("Action 1: Open 6 beds Not accepted yet, due in 2 h", Text(card.QuerySelector(".flow-alert__actions")!));
        Assert.StartsWith("/actions/new?alert=", card.QuerySelector(".flow-alert__give")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacePage_ShowsTheOpenActionsThatItOwns_OrThatAreAboutIt()
    {
        await using var screen = await WithThreeAsync();
        var fields = Fields("RY4", "community-bed-bureau", 300);
        fields.About = "RWH01";
        await screen.Actions.GiveAsync(screen.Person, fields, Cancelled);

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Equal(["1", "4"], page.QuerySelectorAll("[aria-labelledby='open-actions'] .flow-action").Select(action => action.GetAttribute("data-action")!));
    }

    [Fact]
    public async Task MyPage_ShowsTheActionsOfTheRolesThatTheLeadHasNow()
    {
        await using var screen = await WithThreeAsync();
        screen.Navigation.Be("my?lead=site-watford-day");

        var page = await screen.RenderAsync<MyPage>();

        Assert.Equal("2", Assert.Single(page.QuerySelectorAll(".flow-action")).GetAttribute("data-action"));
        Assert.Contains("Your actions: 1 open, 1 overdue", Text(page));
    }

    // 1 is open, 2 overdue, 3 done; it is 10am.
    private static async Task<Screen> WithThreeAsync()
    {
        var screen = new Screen { Person = Screen.SignedIn() };
        await screen.Actions.GiveAsync(screen.Person, Fields("RWH01", "site-lead-lister", 120), Cancelled);
        await screen.Actions.GiveAsync(screen.Person, Fields("RWG02", "site-lead-watford", 30), Cancelled);
        await screen.Actions.GiveAsync(screen.Person, Fields("RWH01", "site-lead-lister", 60), Cancelled);
        await screen.Actions.ChangeAsync(screen.Person, 3, new ActionChangeFields { Kind = ActionLineKind.Done, Version = 1, Words = "Six are open" }, Cancelled);
        screen.Time.Advance(TimeSpan.FromHours(1));
        return screen;
    }

    private static ActionFields Fields(string owner, string role, int minutes) => new()
    {
        What = "Open 6 beds",
        Owner = owner,
        OwnerRole = role,
        Due = A.Monday9am.DateTime.AddMinutes(minutes),
    };

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
