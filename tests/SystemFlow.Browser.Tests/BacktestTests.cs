using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Rules tried on two days of simulated life, by somebody at the page.</summary>
public sealed class BacktestTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Rule_ChangedAndRun_ShowsItBesideTheOneInForce(int width)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "rules/backtest?place=RWH01&days=7", width);
        await page.IsLiveAsync();

        await page.GetByLabel("One rule, changed").CheckAsync();
        await page.Locator("#backtest-rule").SelectOptionAsync("occupancy-high");
        await page.GetByLabel("Raise at").FillAsync("85");
        await page.GetByLabel("Clear at").FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Result" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var row = page.Locator("tr[data-rule='occupancy-high'][data-place='RWH01']");
        await Expect(row).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "In force" }).First).ToBeVisibleAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        Assert.Empty(await page.FaultsAsync());
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("rules/alerts")]
    public async Task PagesOfRules_LeadToTheBacktest(string path)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, path);

        await page.GetByRole(AriaRole.Link, new() { Name = "Try rules on the past" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Try rules on the past" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_Cancelled_SaysSo_AndCanBeRunAgain()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "rules/backtest?place=hwe");
        await page.IsLiveAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(page.GetByText("The back-test was cancelled.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Form_FilledInWrongly_SaysWhatIsMissing()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "rules/backtest");
        await page.IsLiveAsync();

        await page.GetByLabel("Period").SelectOptionAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is a problem" })).ToContainTextAsync("Enter the first and the last day.");
    }
}
