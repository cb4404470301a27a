using Microsoft.Playwright;

namespace SystemFlow.Browser.Tests;

/// <summary>The machine's own Chromium, driven by Playwright. Where there is none, tests that open a page are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // A page is expected at once; a machine that does ten other things is given time.
    private const float PatienceMs = 20_000;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public bool IsThere => _browser is not null;

    /// <summary>A page of a person who was never here before.</summary>
    public async Task<IPage> OpenAsync(Uri address, string path = "", int width = 1440, int height = 900)
    {
        var page = await BlankAsync(width, height);
        await page.GotoAsync(new Uri(address, path).ToString());
        return page;
    }

    /// <inheritdoc cref="OpenAsync"/>
    public async Task<IPage> BlankAsync(int width = 1440, int height = 900)
    {
        if (_browser is null) Assert.Skip("There is no Chromium: apt-get install chromium (Debian's).");
        return await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
    }

    /// <summary>A live page of somebody who has signed in.</summary>
    public async Task<IPage> SignedInAsync(Uri address, string path, int width = 1440, string name = "Ann Other")
    {
        var page = await OpenAsync(address, $"sign-in?returnUrl=%2F{Uri.EscapeDataString(path)}", width);
        await page.GetByLabel("User name").FillAsync(FlowProcess.UserNameOf(name));
        await page.GetByLabel("Password").FillAsync(FlowProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(address, path).ToString());
        await page.IsLiveAsync();
        return page;
    }

    /// <summary>Closes every page: a live page left open goes on costing.</summary>
    public async ValueTask CloseAllAsync()
    {
        foreach (var context in _browser?.Contexts.ToArray() ?? []) await context.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>Where figures stand on the pages.</summary>
internal static class Screens
{
    /// <summary>A figure in the first table that has the place: a board may watch another's hospital.</summary>
    public static ILocator FigureInTable(this IPage page, string place, string metric) =>
        page.Locator($"tr[data-place='{place}'] td[data-metric='{metric}']").First;

    /// <summary>A figure on its place's own page, or its age.</summary>
    public static ILocator FigureOfPlace(this IPage page, string metric, string part = ".flow-num") =>
        page.Locator($"tr[data-metric='{metric}'] {part}");

    /// <summary>
    /// Returns when the server moves the page: before, it is only a picture. The clock's element itself is replaced when
    /// the page comes to life, so it is looked up anew each time.
    /// </summary>
    public static async Task IsLiveAsync(this IPage page)
    {
        const string Clock = "document.getElementById('flow-clock')?.textContent";
        var before = await page.EvaluateAsync<string>($"() => {Clock}");
        await page.WaitForFunctionAsync($"before => {Clock} !== before", before);
    }

    /// <summary>What axe finds wrong on a page as it stands.</summary>
    public static async Task<string[]> FaultsAsync(this IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js"), TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target} ${node.failureSummary}`))
            """);
    }

    /// <summary>Fails where a page scrolls sideways at a phone's width, or at 320 px: a page of 1,280 px at 400% (WCAG 2.2, 1.4.10 reflow).</summary>
    public static async Task FitsAsync(this IPage page)
    {
        foreach (var width in (int[])[390, 320])
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.WaitForFunctionAsync("width => window.innerWidth === width", width);
            try
            {
                await page.WaitForFunctionAsync("() => document.scrollingElement.scrollWidth <= window.innerWidth", null, new() { Timeout = 5_000 });
            }
            catch (TimeoutException)
            {
                Assert.Fail($"At {width} px the page is {await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth")} px wide.");
            }
        }
    }
}
