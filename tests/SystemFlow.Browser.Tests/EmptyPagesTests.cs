using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Pages on the first day, before any feed has sent anything: nothing is known, and that is what they say.</summary>
public sealed class EmptyPagesTests(Chromium chromium, SilentFlow silent) : IClassFixture<SilentFlow>, IAsyncDisposable
{
    public static TheoryData<string> Pages => ["", "?view=calm", "places/RWH01", "places/loc-stevenage", "flow", "alerts", "feeds"];

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WhereNothingWasEverSent_HasNoZeroAndNoLevel_AndIsAccessible(string path)
    {
        var page = await chromium.OpenAsync(silent.Flow.Address, path);
        await page.IsLiveAsync();

        await Expect(page.Locator("main .flow-level:not(.flow-level--unknown)")).ToHaveCountAsync(0);
        var figures = await page.Locator("main .flow-num, main [data-metric] b").AllTextContentsAsync();
        Assert.DoesNotContain(figures, figure => figure.Trim() is "0" or "0%" or "0 min");
        Assert.Empty(await page.FaultsAsync());
    }

    [Fact]
    public async Task ForcedColours_AndReducedMotion_LeaveTheLevelReadable()
    {
        var page = await chromium.OpenAsync(silent.Flow.Address);
        await page.EmulateMediaAsync(new() { ForcedColors = Microsoft.Playwright.ForcedColors.Active, ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        await page.IsLiveAsync();

        await Expect(page.Locator(".flow-tile .flow-level").First).ToHaveTextAsync("Not known");
        Assert.Empty(await page.FaultsAsync());
    }
}

/// <summary>The app without a feed.</summary>
public sealed class SilentFlow : IAsyncLifetime
{
    private FlowProcess? _flow;

    public FlowProcess Flow => _flow ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--no-simulator");

    public async ValueTask DisposeAsync()
    {
        if (_flow is not null) await _flow.DisposeAsync();
    }
}
