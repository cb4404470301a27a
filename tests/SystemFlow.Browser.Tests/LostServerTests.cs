using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

public sealed class LostServerTests(Chromium chromium) : IAsyncDisposable
{
    private const float HealsWithinMs = 30_000;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [InlineData("", "tr[data-place='RWH01'] td[data-metric='ed.in-department']")]
    [InlineData("places/RWH01", "tr[data-metric='ed.in-department'] .flow-num")]
    public async Task Page_ServerKilled_SaysSoAndHealsByItselfWithWhatWasAcknowledged(string path, string figure)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var flow = await FlowProcess.StartAsync(stop, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address, path);
        await page.IsLiveAsync();
        await flow.PostAsync("RWH01", "ed.in-department", 72);
        await flow.KillAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Connection lost");
        await Expect(page.Locator("main")).ToHaveCSSAsync("filter", "grayscale(1)");
        await flow.StartAsync(stop);
        await Expect(page.Locator("#flow-connection")).ToBeHiddenAsync(new() { Timeout = HealsWithinMs });

        await Expect(page.Locator(figure).First).ToContainTextAsync("72");
        await page.IsLiveAsync();
        await flow.PostAsync("RWH01", "ed.in-department", 73);
        await Expect(page.Locator(figure).First).ToContainTextAsync("73");
    }
}
