using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>What one person writes down for another: a shift handed over, a return signed off, and both found again.</summary>
public sealed class HandoverTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Shift_HandedOver_IsSeenAtOnce_AndWhatTheOtherTypesMeanwhileStays(int width)
    {
        var words = $"Day unit at Lister stays open, seen at {width}";
        var other = await chromium.SignedInAsync(living.Flow.Address, "handover", width);
        await other.IsLiveAsync();
        await other.Locator("#happened").FillAsync("Half a sentence");
        var page = await chromium.SignedInAsync(living.Flow.Address, "handover", width);
        await page.IsLiveAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Expect(page.GetByText("Enter what the next shift has to know.").First).ToBeVisibleAsync();
        await page.Locator("#happened").FillAsync(words);
        await page.Locator("#to-watch").FillAsync("Handovers at Watford");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();

        await Expect(other.GetByText(words)).ToBeVisibleAsync();
        await Expect(other.Locator("#happened")).ToHaveValueAsync("Half a sentence");
        await Expect(page.Locator("#happened")).ToHaveValueAsync("");
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
    }

    [Fact]
    public async Task Return_IsSignedOffByKeyboard_AndFoundByWhoSearches()
    {
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var page = await chromium.SignedInAsync(living.Flow.Address, $"sitrep/{yesterday}");
        await page.IsLiveAsync();
        var trust = page.GetByRole(AriaRole.Region, new() { Name = "The Princess Alexandra Hospital NHS Trust" });

        await trust.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).PressAsync("Enter");
        await Expect(trust.GetByText("Confirm that you are the duty director of Princess Alexandra Trust.").First).ToBeVisibleAsync();
        await trust.GetByRole(AriaRole.Checkbox).PressAsync("Space");
        await trust.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).PressAsync("Enter");

        await Expect(trust.GetByText("Ann Other, site lead")).ToBeVisibleAsync();
        await Expect(trust.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(await page.FaultsAsync());
        await page.GotoAsync(new Uri(living.Flow.Address, "search?q=princess+signed&kind=Sitrep").ToString());
        await Expect(page.Locator(".flow-table--journal tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(await page.FaultsAsync());
    }
}
