using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Going back to a past moment, through it, and to live again.</summary>
public sealed class PastTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    // The simulator tells the last 48 hours. At midday no clock changes.
    private static readonly DateTimeOffset Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    private static string Words(string clock) => $"As it was known at {clock} on {Yesterday.ToString("d MMMM yyyy", English)}";

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Past_ByKeyboardAlone_IsSetSteppedPlayedAndLeft()
    {
        var page = await chromium.OpenAsync(living.Flow.Address);
        await page.IsLiveAsync();
        var band = page.Locator(".flow-band__words");

        await page.Locator("#time-choose").PressAsync("Enter");
        await page.Locator("#time-date").FillAsync(Yesterday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.Locator("#time-time").FillAsync("12:30");
        await page.Locator("#time-time").PressAsync("Enter");
        await Expect(band).ToContainTextAsync(Words("12:30pm"));
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Past: "));
        await Expect(page.FigureInTable("RWH01", "beds.ga.occupied")).Not.ToHaveTextAsync("No data");

        var later = page.GetByRole(AriaRole.Button, new() { Name = "15 minutes later" });
        await later.PressAsync("Enter");
        await Expect(band).ToContainTextAsync(Words("12:45pm"));
        await Expect(later).ToBeFocusedAsync();

        await page.Locator("#time-play").PressAsync("Enter");
        await Expect(band).ToContainTextAsync(Words("1:15pm"));
        await page.Locator("#time-play").PressAsync("Enter");
        await Expect(page.Locator("#time-play")).ToHaveTextAsync("Play");

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to live" }).PressAsync("Enter");
        await Expect(page.Locator(".flow-band")).ToHaveCountAsync(0);
        await Expect(page).Not.ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Past: "));
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Past_FromPageToPage_StaysThere_ReadableAndWithinTheScreen(int width)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, $"?at={Yesterday:yyyy-MM-dd}T12:30", width);
        await page.IsLiveAsync();

        await page.Locator("tr[data-place='RWH01'] a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Lister");
        await Expect(page.Locator(".flow-band__words")).ToContainTextAsync(Words("12:30pm"));
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));

        await page.GetByRole(AriaRole.Link, new() { Name = "System view" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Pressure then");
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
    }
}
