using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Pages on the first day, before any feed has sent anything: nothing is known, and that is what they say.</summary>
public sealed partial class EmptyPagesTests(Chromium chromium, SilentFlow silent) : IClassFixture<SilentFlow>, IAsyncDisposable
{
    public static TheoryData<string> WithFigures => ["", "?view=calm", "places/RWH01", "places/loc-stevenage", "flow", "dtoc", "map"];

    // The feeds' zeros are counts of messages, which are true.
    public static TheoryData<string> WithoutFigures => ["alerts", "trends", "feeds"];

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [MemberData(nameof(WithFigures))]
    public async Task Page_WhereNothingWasEverSent_HasNoZeroAndNoLevel_AndIsAccessible(string path)
    {
        var page = await chromium.OpenAsync(silent.Flow.Address, path);
        await page.IsLiveAsync();

        await Expect(page.Locator("main .flow-level:not(.flow-level--unknown)")).ToHaveCountAsync(0);
        var figures = await page.Locator("main td.flow-num, main [data-metric] b, main dd[data-metric], main [data-tile] dd b").AllTextContentsAsync();
        Assert.NotEmpty(figures);
        Assert.DoesNotContain(figures, figure => Zero().IsMatch(figure.Trim()));
        Assert.Empty(await page.FaultsAsync());
    }

    [Theory]
    [MemberData(nameof(WithoutFigures))]
    public async Task Page_OfOtherThings_WhereNothingWasEverSent_HasNoLevel_AndIsAccessible(string path)
    {
        var page = await chromium.OpenAsync(silent.Flow.Address, path);
        await page.IsLiveAsync();

        await Expect(page.Locator("main .flow-level:not(.flow-level--unknown)")).ToHaveCountAsync(0);
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

    // "0", "0%", "0 patients", and not "0.5%" nor "No data".
    [GeneratedRegex(@"^0\b(?!\.\d)")]
    private static partial Regex Zero();
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
