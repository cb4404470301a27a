using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>What somebody does who has signed in, and what others see of it.</summary>
public sealed class PeopleTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Person_SignsInAndOut_AndIsBackWhereTheyWere()
    {
        var page = await SignedInAsync("metrics");

        await Expect(page.Locator(".flow-who")).ToContainTextAsync("Ann Other, site lead");
        await page.IsLiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.Locator(".flow-who").GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Level_Declared_IsSeenByEverybodyAtOnce_AndWithdrawn(int width)
    {
        var other = await chromium.OpenAsync(living.Flow.Address);
        await other.IsLiveAsync();
        var page = await SignedInAsync("places/RWG02", width);

        await page.GetByText("Declare a level").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is a problem" })).ToContainTextAsync("Say why");
        await page.GetByLabel("OPEL 4").CheckAsync();
        await page.GetByLabel("Reason (needed)").FillAsync("Flood in resus");
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare" }).ClickAsync();

        await Expect(page.GetByText("Flood in resus").First).ToBeVisibleAsync();
        await Expect(other.Locator("tr[data-place='RWG02'] .flow-declared").First).ToContainTextAsync("Declared OPEL 4 until");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));

        await page.GetByText("Declare another level, or withdraw this one").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw the declared level" }).ClickAsync();
        await Expect(other.Locator("tr[data-place='RWG02'] .flow-declared")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Rota_ALeadsWay_IsSavedAndTried()
    {
        var page = await SignedInAsync("rota");
        var row = page.Locator("tr[data-lead='site-lister-day']");

        await page.Locator("#rule-note").FillAsync("Nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as version" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is a problem" })).ToContainTextAsync("Nothing was changed");
        await page.Locator("#lead").SelectOptionAsync("site-lister-day");
        await page.Locator("#lead-webhook").FillAsync("http://127.0.0.1:9/a-secret");
        await page.Locator("#rule-note").FillAsync("First way in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as version" }).ClickAsync();
        await Expect(row).ToContainTextAsync("127.0.0.1, as JSON");
        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(row.GetByRole(AriaRole.Status)).ToContainTextAsync("Webhook: not taken yet");
        Assert.DoesNotContain("a-secret", await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByText("History: 2 versions").ClickAsync();
        await Expect(page.Locator("tr[data-version='1']")).ToContainTextAsync("First way in");
    }

    private Task<IPage> SignedInAsync(string path, int width = 1440) => chromium.SignedInAsync(living.Flow.Address, path, width);
}
