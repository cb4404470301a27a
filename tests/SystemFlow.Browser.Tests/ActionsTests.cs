using Microsoft.Playwright;
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
        await page.GetByRole(AriaRole.Button, new() { Name = "Give this action" }).ClickAsync();

        var line = other.Locator("[data-action='1']");
        await Expect(line).ToContainTextAsync("Open 6 escalation beds");
        await Expect(line).ToContainTextAsync("Not accepted yet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(line.Locator(".flow-status")).ToHaveTextAsync("Accepted");

        await page.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        var heights = await page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('main button, main textarea')].map(one => one.getBoundingClientRect().height)");
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} px high"));
        Assert.Empty(await page.FaultsAsync());
        await page.GetByLabel("What came of it").FillAsync("Six beds are open");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close as done" }).ClickAsync();

        await Expect(page.Locator(".flow-actionoutcome")).ToContainTextAsync("Six beds are open");
        await Expect(other.GetByText("No action is open.")).ToBeVisibleAsync();
        Assert.True(await other.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
    }

    private async Task<IPage> SignedInAsync(FlowProcess flow, string path, int width)
    {
        var page = await chromium.OpenAsync(flow.Address, $"sign-in?returnUrl=%2F{Uri.EscapeDataString(path)}", width);
        await page.GetByLabel("Your name").FillAsync("Ann Other");
        await page.GetByLabel("Your role").FillAsync("site lead");
        await page.GetByLabel("Password").FillAsync(FlowProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(flow.Address, path).ToString());
        await page.IsLiveAsync();
        return page;
    }
}
