using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>An action given by one person while another looks, and closed by a lead on a phone.</summary>
public sealed class ActionsTests(Chromium chromium) : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Action_GivenByOne_AcceptedAndClosedOnAPhone_IsSeenByTheOtherWithoutReload()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        var other = await chromium.OpenAsync(flow.Address, "actions");
        await other.EvaluateAsync("() => { window.isTheSamePage = true; }");
        var page = await SignedInAsync(flow, "actions/new?place=RWH01", 390);

        await page.GetByRole(AriaRole.Button, new() { Name = "Give this action" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Enter what is to be done." })).ToBeVisibleAsync();
        await page.GetByLabel("What is to be done").FillAsync("Open 6 escalation beds");
        await page.GetByRole(AriaRole.Button, new() { Name = "1 hour", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give this action" }).DblClickAsync(); // Twice, and yet one action.

        var line = other.Locator("[data-action='1']");
        await Expect(line).ToContainTextAsync("Open 6 escalation beds");
        await Expect(line).ToContainTextAsync("Not accepted yet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(line.Locator(".flow-status")).ToHaveTextAsync("Accepted");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "What you do" })).ToBeFocusedAsync();
        await Expect(other.Locator(".flow-action")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("What came of it")).ToBeFocusedAsync();
        var heights = await page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('main button, main textarea')].map(one => one.getBoundingClientRect().height)");
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} px high"));
        Assert.Empty(await page.FaultsAsync());
        await page.GetByLabel("What came of it").FillAsync("Six beds are open");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close as done" }).ClickAsync();

        await Expect(page.Locator(".flow-actionoutcome")).ToContainTextAsync("Six beds are open");
        await Expect(other.GetByText("No action is open.")).ToBeVisibleAsync();
        Assert.True(await other.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
    }

    [Fact]
    public async Task Card_OfALevelThatRose_GivenWithOnePress_IsAnActionForTheOther_AndOfferedNoLonger()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        await flow.KillAsync();
        var (lister, now) = (PlaceCode.Parse("RWH01"), TimeProvider.System.GetUtcNow());
        var log = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(flow.Data, "events.db") }), TimeProvider.System);
        await log.DeclareAsync(new DeclaredLevel(lister, OpelLevel.Two, "Corridor full", "Jo Smith, chair", now, now.AddHours(4), null), Stop);
        await flow.StartAsync(Stop);
        var other = await chromium.OpenAsync(flow.Address, "places/RWH01");
        var page = await SignedInAsync(flow, "actions", 390);

        await Expect(page.Locator(".flow-offer")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline the card: Bring discharges forward" }).ClickAsync();
        await Expect(page.GetByLabel("Why it is declined")).ToBeFocusedAsync();
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Give as an action the card: Agree with the ambulance service" }).ClickAsync();

        await Expect(page.GetByText("Given as action 1 to Lister, due in")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Action cards" })).ToBeFocusedAsync();
        await Expect(page.Locator(".flow-offer")).ToHaveCountAsync(2);
        await Expect(other.Locator("[data-action='1']")).ToContainTextAsync("Agree with the ambulance service");
        await Expect(other.Locator(".flow-offer")).ToHaveCountAsync(2);
    }

    private async Task<IPage> SignedInAsync(FlowProcess flow, string path, int width)
    {
        var page = await chromium.OpenAsync(flow.Address, $"sign-in?returnUrl=%2F{Uri.EscapeDataString(path)}", width);
        await page.GetByLabel("User name").FillAsync(FlowProcess.UserNameOf("Ann Other"));
        await page.GetByLabel("Password").FillAsync(FlowProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(flow.Address, path).ToString());
        await page.IsLiveAsync();
        return page;
    }
}
