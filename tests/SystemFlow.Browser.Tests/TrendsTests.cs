using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>A chart chosen, looked at and taken away, by somebody at the page.</summary>
public sealed class TrendsTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Chart_ChosenByKeyboard_IsInTheAddress()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "trends");
        await page.IsLiveAsync();

        await page.Locator("#trend-place").FocusAsync();
        await page.Keyboard.TypeAsync("Lister");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("G&A bed occupancy");
        await Expect(page.Locator("#trend-place")).ToHaveValueAsync("RWH01");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#trend-now")).ToContainTextAsync("G&A bed occupancy, Lister");
        await Expect(page.Locator(".flow-trendchart__drawing svg").First).ToBeVisibleAsync();
        Assert.Contains("place=RWH01&metric=beds.ga.occupancy&range=24h", page.Url, StringComparison.Ordinal);

        await page.GetByText("This chart as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "A week before" })).ToBeVisibleAsync();
        Assert.Empty(await page.FaultsAsync());
    }

    [Theory]
    [InlineData("24h", "line", "systemflow-RWH01-ed.in-department-24h.png")]
    [InlineData("30d", "spc", "systemflow-RWH01-ed.in-department-30d-spc.png")]
    public async Task DownloadPng_IsAPictureThatIsNamedAfterWhatItShows(string range, string chart, string name)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, $"trends?place=RWH01&metric=ed.in-department&range={range}&chart={chart}");
        await page.IsLiveAsync();
        await Expect(page.Locator(".flow-trendchart__drawing svg").First).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download PNG" }).ClickAsync());

        var bytes = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(name, download.SuggestedFilename);
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1a, .. "\n"u8], bytes[..8]);
        Assert.True(bytes.Length > 10_000, $"{bytes.Length} bytes are an empty picture.");
    }
}
