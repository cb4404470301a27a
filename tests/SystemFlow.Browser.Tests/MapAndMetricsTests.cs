using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

public sealed class MapAndMetricsTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Map_ByKeyboard_ShowsASitesFiguresAndLeadsToItsPage()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "map");
        await page.IsLiveAsync();
        await page.EvaluateAsync("() => { window.isTheSamePage = true; }");

        await page.Locator("svg a[data-place='RWH01']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#map-chosen")).ToContainTextAsync("Lister Hospital");
        await Expect(page.Locator("svg a[data-place='RWH01']")).ToBeFocusedAsync();
        await Expect(page.Locator(".flow-mapchosen tr[data-metric='ed.in-department'] .flow-num")).ToContainTextAsync("patients");
        Assert.EndsWith("/map?place=RWH01", page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Open the page of Lister" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Lister Hospital");
    }

    [Fact]
    public async Task Figure_ItsLabelFollowed_LandsOnItsDefinitionInFullView()
    {
        var page = await chromium.OpenAsync(living.Flow.Address);
        await page.IsLiveAsync();

        await page.Locator("thead a[href='/metrics#dtoc.patients']").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Metrics");
        await Expect(page.Locator("[id='name-dtoc.patients']")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task Print_SaysWhenAndWhereFromAndLeavesOutTheWaysAround()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "?board=board-enh");
        await page.IsLiveAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("#flow-printed")).ToHaveTextAsync(
            new System.Text.RegularExpressions.Regex(@"^Printed \d{1,2} \w+ \d{4}, \d{1,2}:\d\d[ap]m, from http://127\.0\.0\.1:\d+/\?board=board-enh$"));
        await Expect(page.Locator(".flow-clock__mode")).ToHaveTextAsync("Simulated data");
        await Expect(page.Locator(".flow-header__nav")).ToBeHiddenAsync();
        await Expect(page.Locator(".flow-level").First).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
    }
}
