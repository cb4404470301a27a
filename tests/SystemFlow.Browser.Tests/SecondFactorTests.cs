using Microsoft.Playwright;
using SystemFlow.Operations.Accounts;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>A second factor from its first code to the next sign-in, and a password that is looked at while it is typed.</summary>
public sealed class SecondFactorTests(Chromium chromium) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task SecondFactor_SetUp_ItsCodesKept_AndAskedForAtTheNextSignIn_IsAccessibleAndFitsAPhone()
    {
        await using var flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--no-simulator");
        var page = await chromium.SignedInAsync(flow.Address, "metrics");

        await page.GotoAsync(new Uri(flow.Address, "account/second-factor").ToString());
        var key = (await page.Locator(".flow-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Keep your recovery codes");
        var codes = await page.Locator(".flow-codes li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await IsSoundAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync(new Uri(flow.Address, "sign-in?returnUrl=%2Fmetrics").ToString());
        await page.GetByLabel("User name").FillAsync(FlowProcess.UserNameOf("Ann Other"));
        await page.GetByLabel("Password").FillAsync(FlowProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Enter a code");
        await IsSoundAsync(page);

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync("000000");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is a problem");
        await IsSoundAsync(page);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(codes[0]);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".flow-who")).ToContainTextAsync("Ann Other, site lead");
    }

    [Fact]
    public async Task Password_ByKeyboard_IsShownAndHiddenAgain_AndIsHiddenWhenItIsSent()
    {
        await using var flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address, "sign-in");
        var (field, status) = (page.GetByLabel("Password"), page.Locator(".flow-password [aria-live]"));
        await page.GetByLabel("User name").FillAsync(FlowProcess.UserNameOf("Ann Other"));
        await field.FillAsync("not the password");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show password" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(field).ToHaveAttributeAsync("type", "text");
        await Expect(field).ToHaveAttributeAsync("autocomplete", "current-password");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hide password" })).ToBeFocusedAsync();
        await Expect(status).ToHaveTextAsync("Your password is visible");
        await IsSoundAsync(page);
        await page.Keyboard.PressAsync("Space");
        await Expect(field).ToHaveAttributeAsync("type", "password");
        await Expect(status).ToHaveTextAsync("Your password is hidden");

        await page.Keyboard.PressAsync("Space");
        await page.EvaluateAsync("() => document.querySelector('form').addEventListener('submit', event => { event.preventDefault(); })");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(field).ToHaveAttributeAsync("type", "password");
    }

    private static async Task IsSoundAsync(IPage page)
    {
        Assert.Empty(await page.FaultsAsync());
        await page.FitsAsync();
        await page.SetViewportSizeAsync(1440, 900);
    }
}
