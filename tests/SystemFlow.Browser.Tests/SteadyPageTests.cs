using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Numbers change under people's eyes; nothing else may move.</summary>
public sealed class SteadyPageTests(Chromium chromium, SilentFlow silent) : IClassFixture<SilentFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [InlineData("", "tr[data-place='RWH01'] td[data-metric='ed.in-department']", 1440)]
    [InlineData("places/RWH01", "tr[data-metric='ed.in-department'] .flow-num", 1440)]
    [InlineData("places/RWH01", "tr[data-metric='ed.in-department'] .flow-num", 390)]
    [InlineData("flow?place=RWH01", "[data-metric='ed.in-department']", 1440)]
    public async Task Figures_OneDigitOrThree_MoveNothingElse(string path, string figure, int width)
    {
        await silent.Flow.PostAsync("RWH01", "ed.in-department", 8);
        var page = await chromium.OpenAsync(silent.Flow.Address, path, width);
        await page.IsLiveAsync();
        await Expect(page.Locator(figure).First).ToContainTextAsync("8");
        await page.EvaluateAsync("""
            () => {
              window.shift = 0;
              window.moved = [];
              new PerformanceObserver(list => list.getEntries().forEach(entry => {
                window.shift += entry.value;
                entry.sources.forEach(source => window.moved.push(`${source.node?.nodeName} ${source.node?.textContent?.slice(0, 40)}`));
              }))
                .observe({ type: "layout-shift", buffered: false });
            }
            """);

        foreach (var value in (int[])[188, 9, 250])
        {
            await silent.Flow.PostAsync("RWH01", "ed.in-department", value);
            await Expect(page.Locator(figure).First).ToContainTextAsync(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        // A share of the screen times the share of its height that it went: a row that jumps by its own height is ten times as much.
        var shift = await page.EvaluateAsync<double>("() => window.shift");
        Assert.True(shift < 0.001, $"{shift}: {string.Join("; ", await page.EvaluateAsync<string[]>("() => window.moved"))}");
    }

    [Fact]
    public async Task SystemView_NarrowedAndSortedByKeyboard_SaysSoInItsAddress()
    {
        var page = await chromium.OpenAsync(silent.Flow.Address);
        await page.IsLiveAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Hospitals" }).PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?show=hospitals$"));
        await page.GetByText("Sort and organisation").PressAsync("Enter");
        await page.GetByLabel("Sort by").FocusAsync();
        await page.GetByLabel("Sort by").SelectOptionAsync("occupancy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?show=hospitals&sort=occupancy$"));

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Hospitals, sorted by bed occupancy" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task OnAPhone_TheMenuOpensByItsButton_ClosesByEscape_AndLeadsOn()
    {
        var page = await chromium.OpenAsync(silent.Flow.Address, width: 390);
        await page.IsLiveAsync();
        var feeds = page.Locator("#flow-nav").GetByRole(AriaRole.Link, new() { Name = "Feeds" });
        var more = page.Locator("#flow-nav summary");
        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Menu" });
        await Expect(more).ToBeHiddenAsync();

        await menu.PressAsync("Enter");
        await Expect(more).ToBeVisibleAsync();
        await Expect(menu).ToHaveAttributeAsync("aria-expanded", "true");
        await more.PressAsync("Enter");
        await Expect(feeds).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(feeds).ToBeHiddenAsync();
        await Expect(more).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(more).ToBeHiddenAsync();
        await Expect(menu).ToBeFocusedAsync();

        await menu.ClickAsync();
        await more.ClickAsync();
        await feeds.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Feeds", Level = 1 })).ToBeVisibleAsync();
        await Expect(feeds).ToBeHiddenAsync();
    }
}
